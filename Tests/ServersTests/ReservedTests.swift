import Servers
import Support
import Testing

@Suite("What is reserved for a server")
struct ReservedTests {
    private let reservation: Reservation
    private let server: Server

    init() throws {
        server = StoreSamples.launched(try StoreSamples.key("ada"), id: "aaaa")
        reservation = Reservation(resources: try #require(server.spec).resources, gpus: ["0"])
    }

    private func status(
        _ phase: Phase, of server: Server? = nil, granted: Bool = true,
        _ change: (inout ServerStatus) -> Void = { _ in }
    ) -> ServerStatus {
        var status = ServerStatus(accepted: server ?? self.server, node: .local, at: StoreSamples.start)
        status.phase = phase
        status.reservation = granted ? reservation : nil
        change(&status)
        return status
    }

    private func tracked(_ status: ServerStatus?, _ change: (inout Server) -> Void = { _ in }) -> TrackedServer {
        var server = server
        change(&server)
        return TrackedServer(server: server, status: status)
    }

    @Test("From its admission until its end, whatever is wanted meanwhile; nothing before and after")
    func lifetime() {
        for phase in [Phase.launched, .startInitiated, .started, .killInitiated] {
            for desired in [Desired.running, .stopped(.stoppedByUser)] {
                #expect(tracked(status(phase)) { $0.desired = desired }.holding == reservation, "\(phase)")
            }
        }
        #expect(tracked(status(.finished) { $0.reason = .drained }).holding == nil)
        for early in [tracked(nil), tracked(status(.accepted, granted: false))] {
            #expect(early.holding == nil && early.isQueued)
        }
        // Cancelled before it was admitted.
        #expect(tracked(status(.killInitiated, granted: false)).holding == nil)
        #expect(!tracked(nil) { $0.desired = .stopped(.stoppedByUser) }.isQueued)
    }

    @Test("What an earlier version admitted counts with what it was launched with")
    func earlier() {
        let spec = Reservation(resources: reservation.resources, gpus: ["7"])
        let running = tracked(status(.started, granted: false)) { $0.spec?.gpus = ["7"] }
        #expect(running.holding == spec)
        let stopping = tracked(status(.killInitiated, granted: false) { $0.container = ContainerID("c") }) {
            $0.spec?.gpus = ["7"]
        }
        #expect(stopping.holding == spec)
    }

    @Test("Through a restart that asks for no more it keeps its room; one that asks for more gives it back and queues")
    func restart() throws {
        func next(_ memory: Bytes, of status: ServerStatus) throws -> TrackedServer {
            var spec = try #require(server.spec)
            spec.resources.memory = memory
            spec.gpuPool = GPUPool(count: 1, devices: ["0", "1"])
            return TrackedServer(server: server.launched(spec, at: StoreSamples.start), status: status)
        }
        let (less, more) = (Bytes.mebibytes(512), Bytes.gibibytes(2))
        let ended = status(.finished) { $0.reason = .restarted }
        // The old one is still there: its own room, whatever the new one asks for.
        for memory in [less, more] {
            let both = try next(memory, of: status(.started))
            #expect(both.holding == reservation && !both.isQueued)
        }
        let between = try next(less, of: ended)
        #expect(between.holding?.resources.memory == less && between.holding?.gpus == ["0"] && !between.isQueued)
        var accepted = ServerStatus(accepted: between.server, node: .local, at: StoreSamples.start)
        accepted.reservation = between.keptReservation
        let again = TrackedServer(server: between.server, status: accepted)
        #expect(again.holding == between.holding && !again.isQueued)
        let larger = try next(more, of: ended)
        #expect(larger.holding == nil && larger.isQueued && larger.keptReservation == nil)
        // One that was stopped and launched anew has nothing of before.
        let later = try next(less, of: status(.finished) { $0.reason = .stoppedByUser })
        #expect(later.holding == nil && later.isQueued)
    }
}
