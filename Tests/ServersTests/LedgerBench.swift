@testable import Servers

/// A server whose ledger is kept by hand, on clocks that are set by hand.
struct LedgerBench {
    var at = Timestamp(microseconds: 1_700_000_000_000_000)
    var up: Int64 = 5_000_000
    var boot = 1
    private(set) var tracked: TrackedServer
    private(set) var open: OpenUsage?
    private(set) var closed: [UsageInterval] = []
    private(set) var sessions: [UsageSession] = []
    private var span: UsageSpan?

    private static let container = ContainerID("c1")

    init(defaults: Resources? = Self.resources(cores: 1, gibibytes: 1)) throws {
        let key = ServerKey(owner: try UserName("ada"))
        var server = Server(id: ServerID("aaaa"), key: key, uid: 20_000, createdAt: at)
        server = server.launched(
            ServerSpec(
                options: LaunchOptions(), profile: ProfileID("small"), image: "i",
                resources: Self.resources(cores: 1, gibibytes: 1), environment: [:],
                identity: Identity(user: key.owner, groups: ["art", "physics"], roles: []), defaults: defaults), at: at)
        tracked = TrackedServer(server: server, status: ServerStatus(accepted: server, node: .local, at: at))
    }

    static func resources(cores: Int, gibibytes: Int64) -> Resources {
        Resources(
            cpu: .init(reserve: Cores(thousandths: cores * 500), burst: Cores(thousandths: cores * 1000)),
            memory: .gibibytes(gibibytes))
    }

    var moment: Moment { Moment(at: at, uptime: Uptime(boot: "boot \(boot)", microseconds: up)) }
    /// All intervals, the present one last.
    var all: [UsageInterval] { closed + (open?.present ?? []) }
    func time(_ isMeant: (UsageInterval) -> Bool = { _ in true }) -> Duration {
        all.filter(isMeant).reduce(.zero) { $0 + ($1.ended - $1.began) }
    }

    mutating func pass(_ seconds: Double) {
        at = at + .seconds(seconds)
        up += Int64(seconds * 1_000_000)
    }

    mutating func reach(_ phase: Phase, _ change: (inout ServerStatus) -> Void = { _ in }) throws {
        guard var status = tracked.status else { return }
        status.phase = phase
        if phase == .finished { status.reason = .stoppedByUser }
        change(&status)
        tracked.status = status
        write(try UsageChange(open, after: tracked, at: moment, past))
    }

    private var past: UsageChange.Past {
        let last = closed.last?.ended
        return UsageChange.Past(lastEnd: { last }, hasRequest: { _, _ in false })
    }

    /// Admitted, created, started, answering.
    mutating func launch() throws {
        try reach(.launched) {
            $0.reservation = Reservation(resources: Self.resources(cores: 1, gibibytes: 1), gpus: ["g0"])
        }
        try startContainer()
        try reach(.started)
    }

    mutating func startContainer() throws {
        let now = at
        try reach(max(tracked.status?.phase ?? .startInitiated, .startInitiated)) {
            $0.container = Self.container
            $0.containerStartedAt = now
        }
    }

    mutating func resize(_ resources: Resources) throws {
        tracked.server = tracked.server.resizing(to: resources, asked: LaunchSize(), by: "ada", at: at)
        try reach(.started) { $0.reservation?.resources = resources }
    }

    mutating func read(cpu: Double, mebibytes: Int64) {
        let sample = UsageSample(moment: moment, cpu: .seconds(cpu), memory: .mebibytes(mebibytes))
        if span == nil { span = UsageSpan(of: tracked.server.id, Self.container, first: sample) }
        span?.take(sample)
    }

    /// What was read is written down.
    mutating func keep() throws {
        guard let span else { return }
        self.span = nil
        let tracked = tracked
        write(try UsageChange(open, reading: span, of: { tracked }, past))
    }

    /// What was read and not written down is lost.
    mutating func crash() { span = nil }

    mutating func end(finishedAt: Timestamp?) {
        write(
            UsageChange(
                open,
                UsageEnd(
                    server: tracked.server.id, generation: tracked.server.generation, finishedAt: finishedAt,
                    span: span,
                    seen: moment)))
        span = nil
    }

    /// Goes on with a server that nobody kept a ledger of.
    mutating func adopt(_ other: TrackedServer) { tracked = other }

    /// Asked for once more after it finished.
    mutating func relaunch() throws {
        tracked.server.generation += 1
        tracked.status = ServerStatus(accepted: tracked.server, node: .local, at: at)
        try launch()
    }

    private mutating func write(_ change: UsageChange) {
        closed += change.closed
        open = change.open
        if let session = change.session { sessions.append(session) }
    }
}
