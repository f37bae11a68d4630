import Foundation
import GatewayControl
import NIOCore
import NIOHTTP1

/// An answer of the gateway's own, small and whole: JSON for programs, a plain page for browsers.
struct Answer {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body = ByteBuffer()

    /// Whether the client prefers a page.
    static func wantsHTML(_ headers: HTTPHeaders) -> Bool {
        headers["accept"].contains { $0.lowercased().contains("text/html") }
    }

    static func problem(_ rejection: Rejection, html: Bool) -> Answer {
        var headers = HTTPHeaders([("Cache-Control", "no-store")])
        if let seconds = rejection.retryAfter { headers.add(name: "Retry-After", value: "\(seconds)") }
        let status = HTTPResponseStatus(statusCode: Int(rejection.status))
        if html {
            headers.add(name: "Content-Type", value: "text/html; charset=utf-8")
            headers.add(name: "Content-Security-Policy", value: "default-src 'none'; style-src 'unsafe-inline'")
            return Answer(status: status, headers: headers, body: ByteBuffer(string: page(rejection, status)))
        }
        headers.add(name: "Content-Type", value: "application/json")
        let fields = ErrorBody(status: rejection.status, message: rejection.message, code: rejection.code)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Answer(
            status: status, headers: headers, body: ByteBuffer(bytes: (try? encoder.encode(fields)) ?? Data()))
    }

    static func redirect(to location: String) -> Answer {
        Answer(status: .found, headers: ["Location": location, "Cache-Control": "no-store"])
    }

    func head(closing: Bool) -> HTTPResponseHead {
        var headers = headers
        headers.replaceOrAdd(name: "Content-Length", value: "\(body.readableBytes)")
        if closing { headers.replaceOrAdd(name: "Connection", value: "close") }
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }

    private struct ErrorBody: Encodable {
        let status: UInt
        let message: String
        let code: String
    }

    private static func page(_ rejection: Rejection, _ status: HTTPResponseStatus) -> String {
        let refresh = rejection.retryAfter.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? ""
        return """
            <!doctype html><html lang="en"><head><meta charset="utf-8">\(refresh)\
            <meta name="viewport" content="width=device-width"><title>Berth</title>\
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style>\
            </head><body><h1>\(status.code) \(escaped(status.reasonPhrase))</h1>\
            <p>\(escaped(rejection.message))</p></body></html>
            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }
}

extension Rejection {
    /// `serve` does not answer.
    static let hubAway = Rejection(
        status: 503, code: "hub_away",
        message: "Berth is starting again. Running notebook servers are not touched. Try again in a few seconds.",
        retryAfter: 3)

    /// What is said of a verdict while `serve`, which would say it better, does not answer.
    static func away(_ verdict: Verdict) -> Rejection {
        switch verdict {
        case .login:
            Rejection(
                status: 403, code: "login_required", message: "Log in to Berth first; it is starting again just now.",
                retryAfter: 3)
        case .forbidden:
            Rejection(status: 403, code: "forbidden", message: "This server is not yours to use.")
        case .notRunning:
            Rejection(
                status: 424, code: "not_running", message: "The server is not running, and Berth is starting again.",
                retryAfter: 3)
        case .unreachable:
            Rejection(
                status: 502, code: "server_unreachable", message: "The notebook server does not answer.", retryAfter: 3)
        case .badTicket:
            Rejection(
                status: 403, code: "bad_ticket",
                message: "This way in was used already or has expired. Open the server again from Berth.")
        case .crossOrigin:
            Rejection(status: 403, code: "cross_origin", message: "A page of another origin may not do this.")
        }
    }
}
