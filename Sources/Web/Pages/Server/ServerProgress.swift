import Accounts
import Control
import HubAPI
import Servers

/// How far a server that starts or stops has come, wherever that is shown: on home, on its own page, and on the page that
/// waits to open it.
struct ServerProgress {
    let key: String
    let title: String
    let percent: Int
    let message: String
    /// Whether the page goes on into the server by itself once it runs.
    let opens: Bool
    /// Nil while it stops.
    let start: Start?

    struct Start {
        let steps: [Step]
        /// When it was asked for.
        let asked: String?
        /// How long launches of it usually take; nil before the first.
        let usual: String?
        /// What it writes, for when it is slow; nil while nothing can have been written, or for who may not read it.
        let slow: Slow?
    }

    struct Slow {
        let key: String
        let log: String
        /// From when on it is slow.
        let from: String
        let isLater: Bool
    }

    /// A part of a launch: done once it has come `until` so many percent.
    struct Step {
        let name: String
        let from: Int
        let until: Int
        let kind: String?

        fileprivate init(_ name: String, _ range: Range<Int>, at percent: Int) {
            self.name = name
            from = range.lowerBound
            until = range.upperBound
            kind = percent >= until ? "done" : percent >= from ? "now" : nil
        }

        fileprivate static func all(at percent: Int) -> [Step] {
            [
                Step("Room", 0..<1, at: percent), Step("Image", 1..<50, at: percent),
                Step("Container", 50..<80, at: percent), Step("Jupyter", 80..<100, at: percent),
            ]
        }
    }

    /// Nil where it is not on its way.
    init?(
        _ tracked: TrackedServer, _ useCases: UseCases, title: String, opens: Bool, by principal: Principal
    ) async {
        guard tracked.activity == .starting || tracked.activity == .stopping else { return nil }
        let progress = useCases.watchServer.progress(of: tracked)
        key = tracked.server.key.description
        self.title = title
        percent = progress.percent
        message = progress.message
        self.opens = opens
        start =
            tracked.activity == .starting
            ? await Start(tracked, useCases, at: progress.percent, by: principal) : nil
    }
}

extension ServerProgress.Start {
    /// Of how many events the usual time is made.
    private static let history = 200
    /// A launch is slow when it takes this much longer than usual, and where nothing is usual yet, from `unknown` on.
    private static let patience = (least: Duration.seconds(5), share: 2, unknown: Duration.seconds(30))

    fileprivate init(_ tracked: TrackedServer, _ useCases: UseCases, at percent: Int, by principal: Principal) async {
        let key = tracked.server.key
        let events = try? await useCases.watchServer.latestEvents(key, count: Self.history, by: principal)
        let time = events.flatMap(LaunchTimes.usual)
        steps = ServerProgress.Step.all(at: percent)
        asked = tracked.server.launchedAt?.description
        usual = time.map { "\(max(1, $0.components.seconds)) s" }
        let long = time.map { $0 + max(Self.patience.least, $0 / Self.patience.share) } ?? Self.patience.unknown
        let from = tracked.server.launchedAt.map { $0 + long }
        let log = ServerLog.address(of: tracked, useCases.origins, by: principal)
        slow = log.flatMap { log in
            from.map {
                ServerProgress.Slow(
                    key: key.description, log: log, from: $0.description, isLater: useCases.watchServer.now < $0)
            }
        }
    }
}

/// What a server's processes write, for pages.
enum ServerLog {
    /// Where a page reads the last lines and, while there is a container, what follows; another address for each run. Nil
    /// where nothing can have been written, or for who may not read it.
    static func address(of tracked: TrackedServer, _ origins: Origins, by principal: Principal) -> String? {
        let (key, run) = (tracked.server.key, tracked.server.generation)
        let isOver = tracked.activity == .stopped
        guard run > 0, isOver || tracked.current?.container != nil, principal.permissions.allows(.servers, server: key)
        else { return nil }
        let place = origins.path(HubPaths.logs(key.owner.value, key.name.value))
        return "\(place)?tail=200\(isOver ? "" : "&follow=1")#\(run)"
    }
}
