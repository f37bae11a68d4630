import NIOCore
import Servers

/// What the connections of one event loop share. Touched on that loop only, so nothing is locked.
final class LoopState {
    let switchboard: Switchboard
    let configuration: GatewayConfiguration
    let pool: BackendPool
    let access: AccessLog
    private(set) var leases: [ObjectIdentifier: Lease] = [:]
    /// Set once: from then on each answer is its connection's last.
    private(set) var isDraining = false

    init(loop: any EventLoop, switchboard: Switchboard, configuration: GatewayConfiguration) {
        self.switchboard = switchboard
        self.configuration = configuration
        pool = BackendPool(loop: loop, configuration: configuration)
        access = AccessLog(logger: switchboard.logger)
    }

    var limits: GatewayLimits { configuration.limits }

    func add(_ lease: Lease) {
        leases[ObjectIdentifier(lease)] = lease
        if isDraining { lease.channel.close(promise: nil) }
    }

    func remove(_ lease: Lease) { leases[ObjectIdentifier(lease)] = nil }

    func apply(_ effect: Knowledge.Effect) {
        switch effect {
        case .evict(let container): pool.evict(container)
        case .supersede(let server, let container):
            close { $0.route.map { $0.key == server && $0.container != container } ?? false }
        case .end(let revocation): close { $0.access?.isEnded(by: revocation) ?? false }
        }
    }

    /// Ends what has waited too long. Called each second.
    func tick() {
        let now = NIODeadline.now()
        let time = switchboard.time
        close { $0.isOverdue(now, limits, time) }
        pool.expire(now)
    }

    /// Closes what is idle; what runs may finish.
    func drain() {
        isDraining = true
        pool.closeAll()
        close { $0.isIdle }
    }

    func closeAll() { close { _ in true } }

    private func close(where matches: (Lease) -> Bool) {
        for lease in leases.values.filter(matches) { lease.channel.close(promise: nil) }
    }
}

/// The states of all event loops.
struct Loops: Sendable {
    private let states: [ObjectIdentifier: NIOLoopBound<LoopState>]
    let traffic: TrafficMeter

    init(group: any EventLoopGroup, switchboard: Switchboard, configuration: GatewayConfiguration) async throws {
        var states: [ObjectIdentifier: NIOLoopBound<LoopState>] = [:]
        for loop in group.makeIterator() {
            states[ObjectIdentifier(loop)] = try await loop.submit {
                NIOLoopBound(
                    LoopState(loop: loop, switchboard: switchboard, configuration: configuration), eventLoop: loop)
            }.get()
        }
        self.states = states
        traffic = switchboard.traffic
    }

    /// The state of `loop`; to be called on it.
    func state(of loop: any EventLoop) -> LoopState? { states[ObjectIdentifier(loop)]?.value }

    func apply(_ effects: [Knowledge.Effect]) {
        onEach { state in for effect in effects { state.apply(effect) } }
    }

    func onEach(_ body: @escaping @Sendable (LoopState) -> Void) {
        for state in states.values { state.eventLoop.execute { body(state.value) } }
    }

    /// How many clients are connected.
    func connections() async -> Int {
        var count = 0
        for state in states.values {
            count += (try? await state.eventLoop.submit { state.value.leases.count }.get()) ?? 0
        }
        return count
    }
}
