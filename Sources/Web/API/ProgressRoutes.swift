import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import NIOCore
import Servers
import ServiceLifecycle

/// A launch as it goes, as server-sent events in JupyterHub's form.
struct ProgressRoutes {
    let useCases: UseCases
    let keepalive: Duration

    func add(to router: Router<WebContext>) {
        // `servers//progress` is the default server's, too, as some clients of JupyterHub ask: empty segments do not count.
        for path: RouterPath in ["server", "servers", "servers/:server"] {
            router.get("/hub/api/users/:user/\(path)/progress", use: progress)
        }
    }

    private enum Tick: Sendable {
        case server(TrackedServer)
        /// Time for a sign of life.
        case alive
    }

    @Sendable private func progress(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer()
        let first = try await useCases.watchServer(key, by: principal)
        if first.activity == .stopped, !first.hasFailed {
            throw Refusal(.badRequest, code: "not_starting", "\(key) is not starting and did not fail")
        }
        let changes = try await useCases.watchServer.changes(key, by: principal)
        return .events { try await follow(key, principal, changes, &$0) }
    }

    /// Writes an event whenever there is news, until the last one.
    private func follow(
        _ key: ServerKey, _ principal: Principal, _ changes: ServerChanges,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        try await writer.write(ByteBuffer(string: "\n\n"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ticks, continuation) = AsyncStream.makeStream(of: Tick.self, bufferingPolicy: .bufferingNewest(8))
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await tracked in changes { continuation.yield(.server(tracked)) }
                }
                continuation.finish()
            }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: keepalive)
                    continuation.yield(.alive)
                }
            }
            defer { group.cancelAll() }
            var last: ProgressEvent?
            for await tick in ticks {
                if case .alive = tick { try await writer.write(ByteBuffer(string: "\n\n")) }
                // On a sign of life the server is read anew, so that no lost change leaves anyone waiting.
                let tracked: TrackedServer
                switch tick {
                case .server(let changed): tracked = changed
                case .alive: tracked = try await useCases.watchServer(key, by: principal)
                }
                let event = useCases.progressEvent(tracked)
                guard event != last else { continue }
                last = event
                var buffer = ByteBuffer()
                try buffer.writeEvent(event)
                try await writer.write(buffer)
                if event.isLast { return }
            }
        }
    }
}

extension UseCases {
    /// How far a launch has come, as an event.
    func progressEvent(_ tracked: TrackedServer) -> ProgressEvent {
        let path = origins.path(of: tracked.server.key)
        switch tracked.activity {
        case .ready:
            return ProgressEvent(
                progress: 100, message: "Server ready at \(path)",
                htmlMessage: "Server ready at <a href=\"\(path.escapedHTML)\">\(path.escapedHTML)</a>", ready: true,
                url: path)
        case .stopped:
            return ProgressEvent(
                progress: 100, message: tracked.hasFailed ? "Spawn failed: \(tracked.failure)" : "Spawn cancelled",
                failed: true, code: tracked.current?.reason?.code)
        case .starting, .stopping:
            let progress = watchServer.progress(of: tracked)
            return ProgressEvent(
                progress: min(max(progress.percent, 0), 99), message: progress.message,
                queue: progress.queue.map { QueueModel($0) })
        }
    }
}

extension String {
    /// For HTML text and attributes.
    var escapedHTML: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.append(character)
            }
        }
    }
}
