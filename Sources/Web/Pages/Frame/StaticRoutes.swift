import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheet and the scripts of the pages, compressed for who takes that: for good below the edition that pages name,
/// for a while without it.
struct StaticRoutes {
    func add(to router: Router<WebContext>) {
        for file in StaticFile.all {
            router.get("/hub/static/\(file.name)") { request, _ in
                Self.answer(file, to: request, keep: "public, max-age=300")
            }
            router.get("/hub/static/:edition/\(file.name)") { request, context in
                let isCurrent = try context.segment("edition") == StaticFile.edition
                // A page of another build asks while this one serves: it gets these, and asks again next time.
                return Self.answer(
                    file, to: request, keep: isCurrent ? "public, max-age=31536000, immutable" : "no-cache")
            }
        }
    }

    private static func answer(_ file: StaticFile, to request: Request, keep: String) -> Response {
        let gzipped = Gzip.isAccepted(by: request.headers[.acceptEncoding]) ? file.gzipped : nil
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: keep, .vary: "Accept-Encoding",
            // For the worker, which has a policy of its own.
            .contentSecurityPolicy: "default-src 'none'; script-src 'self'; connect-src 'self'",
        ]
        if gzipped != nil { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: gzipped ?? file.bytes)))
    }
}
