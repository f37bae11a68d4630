import Accounts
import Control
import HTTPTypes
import Hummingbird
import NIOCore
import Servers

/// What a server's processes wrote.
struct LogRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/users/:user/server/logs", use: log)
        router.get("/hub/api/users/:user/servers/:server/logs", use: log)
    }

    /// How many lines `follow` starts with unless told otherwise.
    private static let usualTail = 200
    private static let type = "text/plain; charset=utf-8"

    @Sendable private func log(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer()
        let tail = try Self.tail(request)
        if request.flag("follow") {
            do {
                let lines = try await useCases.readLog.follow(key, tail: tail ?? Self.usualTail, by: principal)
                return Self.stream(lines)
            } catch let refusal as Refusal where refusal.kind == .conflict {
                // It has ended: nothing will follow what is there.
            }
        }
        let bytes = try await useCases.readLog(key, by: principal)
        let wanted = tail.map { LogTail.lines($0, of: bytes) } ?? bytes[...]
        return Response(
            status: .ok, headers: [.contentType: Self.type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: wanted)))
    }

    private static func tail(_ request: Request) throws -> Int? {
        try request.integer("tail", atLeast: 0).map { min($0, 1_000_000) }
    }

    private static func stream(_ lines: AsyncThrowingStream<[UInt8], any Error>) -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody { writer in
                do {
                    for try await bytes in lines { try await writer.write(ByteBuffer(bytes: bytes)) }
                } catch is RuntimeError {
                    // The engine went away: the log ends here, as it does when the container does.
                }
                try await writer.finish(nil)
            })
    }
}

/// The end of a log.
enum LogTail {
    /// The last `count` lines; a last line without its line feed counts.
    static func lines(_ count: Int, of log: [UInt8]) -> ArraySlice<UInt8> {
        guard count > 0 else { return [] }
        var end = log.endIndex
        if log.last == UInt8(ascii: "\n") { end -= 1 }
        var seen = 0
        var index = end
        while index > log.startIndex {
            index -= 1
            if log[index] == UInt8(ascii: "\n") {
                seen += 1
                if seen == count { return log[(index + 1)...] }
            }
        }
        return log[...]
    }
}
