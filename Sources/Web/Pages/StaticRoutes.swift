import HTTPTypes
import Hummingbird

/// The style sheet and the script of the pages.
struct StaticRoutes {
    func add(to router: Router<WebContext>) {
        router.get("/hub/static/berth.css") { _, _ in
            Self.file(Stylesheet.source, "text/css; charset=utf-8")
        }
        router.get("/hub/static/progress.js") { _, _ in
            Self.file(ProgressScript.source, "text/javascript; charset=utf-8")
        }
    }

    private static func file(_ source: String, _ type: String) -> Response {
        var response = Response.text(source, type: type)
        response.headers[.cacheControl] = "public, max-age=300"
        return response
    }
}

/// Follows a launch on its page and goes on when it is done. The page works without it, by refreshing.
enum ProgressScript {
    static let source = """
        const place = document.querySelector("[data-progress]");
        if (place) {
          const bar = place.querySelector("progress");
          const text = place.querySelector(".message");
          const goOn = () => location.replace(place.dataset.open);
          const events = new EventSource(place.dataset.progress);
          events.onmessage = (event) => {
            const news = JSON.parse(event.data);
            text.textContent = news.message;
            bar.value = news.progress;
            if (news.ready || news.failed) {
              events.close();
              goOn();
            }
          };
          events.onerror = () => {
            if (events.readyState === EventSource.CLOSED) setTimeout(goOn, 2000);
          };
        }

        """
}
