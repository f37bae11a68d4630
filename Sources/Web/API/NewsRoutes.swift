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
/// Each event says all that is known, and the first ones say all there is: whoever was away misses nothing. After those that
/// were read together comes the name of the state that they make, which whoever has seen that state already knows it by.
/// However much changes, one look is on its way for a subscriber at a time.
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

    private func follow(
        _ owner: User?, _ principal: Principal, _ writer: inout any ResponseBodyWriter
    ) async throws {
        // Who reads this comes back soon after a break.
        try await writer.write(ByteBuffer(string: "retry: 1500\n\n"))
        var reader = NewsReader(useCases, of: owner, by: principal)
        var told: String?
        let changes = useCases.watchServer.changes(of: owner?.name)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ticks, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                // Whoever listens does not hold up the end of the service.
                await cancelWhenGracefulShutdown { for await _ in changes { continuation.yield() } }
                continuation.finish()
            }
            group.addTask {
                for _ in 0..<Int(pace.life / pace.look) {
                    try await Task.sleep(for: pace.look)
                    continuation.yield()
                }
                continuation.finish()
            }
            defer { group.cancelAll() }
            for await _ in ticks {
                var news = try await reader.read()
                let edition = reader.edition
                if edition != told {
                    news.append(NewsModel(kind: owner == nil ? "fleet" : "edition", edition: edition))
                }
                told = edition
                // Nothing new is told, too: a reader whose connection is dead hears no end of it, but silence.
                try await writer.write(Self.encode(news.isEmpty ? [NewsModel(kind: "alive")] : news))
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
