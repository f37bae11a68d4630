import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheet and the scripts of the pages: for good below the edition that pages name, for a while without it.
struct StaticRoutes {
    func add(to router: Router<WebContext>) {
        for file in StaticFile.all {
            router.get("/hub/static/\(file.name)") { _, _ in Self.answer(file, keep: "public, max-age=300") }
            router.get("/hub/static/:edition/\(file.name)") { _, context in
                let isCurrent = try context.segment("edition") == StaticFile.edition
                // A page of another build asks while this one serves: it gets these, and asks again next time.
                return Self.answer(file, keep: isCurrent ? "public, max-age=31536000, immutable" : "no-cache")
            }
        }
    }

    private static func answer(_ file: StaticFile, keep: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: file.type, .cacheControl: keep,
                // For the worker, which has a policy of its own.
                .contentSecurityPolicy: "default-src 'none'; script-src 'self'; connect-src 'self'",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
