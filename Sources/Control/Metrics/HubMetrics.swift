package import Metrics
package import Servers
import Synchronization

/// Counts and measures what the hub does. It is told at the seams: by the store of what was committed, by the runtime's
/// decorator of calls, by the gateway of its traffic.
package final class HubMetrics: Sendable {
    private let factory: any MetricsFactory
    private let gateway = Mutex<GatewayTraffic?>(nil)

    /// All counters are there from the start, so that their first rise is seen.
    package init(_ factory: any MetricsFactory) {
        self.factory = factory
        for reason in FinishReason.codes {
            counter(.finished, ("reason", reason)).increment(by: 0)
            counter(.launches, ("result", reason)).increment(by: 0)
        }
        counter(.launches, ("result", Self.started)).increment(by: 0)
        for outcome in [Self.applied, Resize.belowUse, Resize.engine] {
            counter(.resizes, ("outcome", outcome)).increment(by: 0)
        }
        counter(.outOfMemory).increment(by: 0)
    }

    /// What is said of each metric, by its name.
    package static let help = Dictionary(uniqueKeysWithValues: MetricName.allCases.map { ($0.rawValue, $0.help) })

    private static let started = "started"
    private static let applied = "applied"

    // MARK: Told at the seams

    package func note(_ news: StoreNews) {
        switch news {
        case .reached(let reached): note(reached)
        case .resized(.applied): counter(.resizes, ("outcome", Self.applied)).increment()
        case .resized(.refused(_, let code, _)):
            let known = [Resize.belowUse, Resize.engine].contains(code) ? code : "other"
            counter(.resizes, ("outcome", known)).increment()
        case .resized(.pending): break
        case .outOfMemory: counter(.outOfMemory).increment()
        }
    }

    private func note(_ reached: StoreNews.Reached) {
        let wasUp = reached.before.map { $0.phase >= .started } ?? false
        if let before = reached.before, before.phase < .started, reached.phase <= .started {
            timer(.phaseSeconds, ("phase", before.phase.rawValue)).record(reached.at - before.since)
        }
        if reached.phase == .started {
            counter(.launches, ("result", Self.started)).increment()
            if let launchedAt = reached.launchedAt { timer(.launchSeconds).record(reached.at - launchedAt) }
        }
        guard reached.phase == .finished, let reason = reached.reason else { return }
        counter(.finished, ("reason", reason.code)).increment()
        if !wasUp { counter(.launches, ("result", reason.code)).increment() }
    }

    func noteCall(_ call: EngineCall, _ result: String, took: Duration) {
        timer(.engineCalls, ("call", call.rawValue), ("result", result)).record(took)
    }

    package func noteTransaction(isWrite: Bool, took: Duration, succeeded: Bool) {
        timer(.transactions, ("kind", isWrite ? "write" : "read"), ("result", succeeded ? "ok" : "failed")).record(took)
    }

    /// What a gateway says of all that it did; another one begins at nothing. One that comes late counts nothing.
    package func note(_ traffic: GatewayTraffic) {
        let before = gateway.withLock { last -> GatewayTraffic? in
            let known = last.flatMap { $0.since == traffic.since ? $0 : nil } ?? GatewayTraffic(since: traffic.since)
            guard traffic.receivedBytes >= known.receivedBytes, traffic.sentBytes >= known.sentBytes else { return nil }
            last = traffic
            return known
        }
        guard let before else { return }
        for (code, count) in traffic.requests where Self.statuses.contains(code) {
            counter(.gatewayRequests, ("code", code)).increment(by: count - (before.requests[code] ?? 0))
        }
        counter(.gatewayReceived).increment(by: traffic.receivedBytes - before.receivedBytes)
        counter(.gatewaySent).increment(by: traffic.sentBytes - before.sentBytes)
        set(.gatewayConnections, traffic.connections)
        set(.gatewayWebSockets, traffic.webSockets)
    }

    private static let statuses: Set = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"]

    // MARK: Asked for now

    package func setStore(database: Int64, log: Int64) {
        set(.storeBytes, database, ("file", "database"))
        set(.storeBytes, log, ("file", "wal"))
    }

    package func setGateway(isUp: Bool) { set(.gatewayUp, isUp ? 1 : 0) }

    /// Sets what is told as it is now. What cannot be read stays as it was.
    package func measure(_ control: ControlContext) async {
        set(.engineUp, control.engine.host != nil && control.engine.problem == nil ? 1 : 0)
        if let isDraining = try? await control.operating.drain() != nil { set(.draining, isDraining ? 1 : 0) }
        guard let fleet = try? await control.servers.fleet(of: nil, with: [.status]) else { return }
        let phases = Dictionary(grouping: fleet.compactMap(\.status), by: \.phase)
        for phase in Phase.allCases { set(.servers, Int64(phases[phase]?.count ?? 0), ("phase", phase.rawValue)) }
        let now = control.time.now()
        let waits = (phases[.accepted] ?? []).compactMap { $0.launchedAt.map { now - $0 } }
        set(.queueLength, Int64(phases[.accepted]?.count ?? 0))
        set(.queueOldest, Int64((waits.max() ?? .zero).components.seconds))
    }

    // MARK: Series

    private func counter(_ name: MetricName, _ labels: (String, String)...) -> Counter {
        Counter(label: name.rawValue, dimensions: labels, factory: factory)
    }

    private func timer(_ name: MetricName, _ labels: (String, String)...) -> Metrics.Timer {
        Metrics.Timer(label: name.rawValue, dimensions: labels, factory: factory)
    }

    private func set(_ name: MetricName, _ value: Int64, _ labels: (String, String)...) {
        Meter(label: name.rawValue, dimensions: labels, factory: factory).set(value)
    }
}

extension Metrics.Timer {
    /// A duration that a clock set back made negative counts as none.
    fileprivate func record(_ duration: Duration) {
        let (seconds, attoseconds) = max(duration, .zero).components
        recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
