import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import NIOCore

extension Response {
    /// A value as JSON.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try HubJSON.encode(value))))
    }

    /// No body, as JupyterHub answers 201, 202 and 204 of a server: with a content type.
    static func empty(_ status: HTTPResponse.Status) -> Response {
        Response(status: status, headers: [.contentType: "text/plain"])
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// Server-sent events, as `follow` writes them until it returns.
    static func events(_ follow: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
            body: ResponseBody { writer in
                try await follow(&writer)
                try await writer.finish(nil)
            })
    }

    /// Sends the browser elsewhere with GET (303 See Other).
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .referrerPolicy: "no-referrer"])
    }

    /// JupyterHub's form of an error.
    static func error(_ status: HTTPResponse.Status, _ message: String?, code: String?) -> Response {
        let model = ErrorModel(status: status.code, message: message, code: code)
        return (try? json(model, status: status)) ?? Response(status: status)
    }
}

extension ByteBuffer {
    /// Adds one server-sent event.
    mutating func writeEvent(_ value: some Encodable) throws {
        writeString("data: ")
        writeBytes(try HubJSON.encode(value))
        writeString("\n\n")
    }
}
