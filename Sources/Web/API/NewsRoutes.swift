import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import NIOCore
import Servers
import ServiceLifecycle

/// What changes, as it does: one stream of server-sent events for somebody's servers and requests, or for whether anything of
/// all servers changed.
///
/// Each event says all that is known, and the first ones say all there is: whoever was away misses nothing. However much
/// changes, one look is on its way for a subscriber at a time.
struct NewsRoutes {
    let useCases: UseCases
    let pace: Pace

    /// How often a stream says what.
    struct Pace {
        /// Between looks, also where nothing changed: usage comes by itself.
        var look = Duration.seconds(5)
        /// What changes meanwhile is told together.
        var gather = Duration.milliseconds(200)
        /// For all servers.
        var gatherAll = Duration.seconds(1)
        /// A stream ends after this, and its reader has to say anew who it is.
        var life = Duration.seconds(180)
    }

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/events", use: news)
    }

    @Sendable private func news(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        guard !request.flag("all") else {
            try principal.require(.adminServers)
            return .events { try await follow(nil, principal, &$0) }
        }
        let name = try request.query("owner").map { try UserName($0) } ?? principal.user.name
        // Whoever may see none of it is told so, instead of being kept waiting.
        let owner = try await useCases.manageUsers.one(name, by: principal)
        return .events { try await follow(owner, principal, &$0) }
    }

    private enum Tick: Sendable { case changed, time }

    private func follow(
        _ owner: User?, _ principal: Principal, _ writer: inout any ResponseBodyWriter
    ) async throws {
        // Who reads this comes back soon after a break.
        try await writer.write(ByteBuffer(string: "retry: 1500\n\n"))
        var reader = owner.map { NewsReader(useCases, of: $0, by: principal) }
        var announcements = AnnouncementsReader(useCases, for: principal)
        let changes = useCases.watchServer.changes(of: owner?.name)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ticks, continuation) = AsyncStream.makeStream(of: Tick.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                // Whoever listens does not hold up the end of the service.
                await cancelWhenGracefulShutdown { for await _ in changes { continuation.yield(.changed) } }
                continuation.finish()
            }
            group.addTask {
                for _ in 0..<Int(pace.life / pace.look) {
                    try await Task.sleep(for: pace.look)
                    continuation.yield(.time)
                }
                continuation.finish()
            }
            defer { group.cancelAll() }
            for await tick in ticks {
                let fleet = tick == .changed ? [NewsModel(kind: "fleet")] : []
                let news =
                    if let own = try await reader?.read() { own } else { try await announcements.read() + fleet }
                // A sign of life where there is nothing to say.
                try await writer.write(news.isEmpty ? ByteBuffer(string: ":\n\n") : Self.encode(news))
                try await Task.sleep(for: owner == nil ? pace.gatherAll : pace.gather)
            }
        }
    }

    private static func encode(_ news: [NewsModel]) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        for event in news { try buffer.writeEvent(event) }
        return buffer
    }
}
