import Foundation
import Servers
import Support
import Testing

@Suite("What is wanted and what was reached")
struct LifecycleTests {
    @Test("Phases go in one order")
    func order() {
        #expect(
            Phase.allCases.sorted() == [.accepted, .launched, .startInitiated, .started, .killInitiated, .finished])
    }

    @Test("A status only advances, and notes when")
    func advanced() throws {
        let status = try Given.status(.started)
        let later = Given.now + .seconds(5)
        for phase in Phase.allCases {
            let next = status.advanced(to: phase, at: later)
            #expect(next.phase == max(phase, .started))
            #expect(next.since == (phase > .started ? later : status.since))
        }
    }

    @Test("A launch is a new generation wanted running with its own spec")
    func launched() throws {
        let first = try Given.server(.stopped(.crashed(exitCode: 1)))
        let spec = StoreSamples.spec(first.key.owner, image: "other")
        let next = first.launched(spec, at: Given.now)
        #expect(next.generation == first.generation + 1)
        #expect(next.desired == .running)
        #expect(next.spec == spec)
        #expect(next.launchedAt == Given.now)
        #expect(next.id == first.id)
    }

    @Test("The phase that is shown follows what is wanted as soon as it is wanted")
    func shown() throws {
        func shown(_ desired: Desired, _ status: ServerStatus?) throws -> Phase? {
            TrackedServer(server: try Given.server(desired), status: status).phase
        }
        #expect(try shown(.running, nil) == .accepted)
        #expect(try shown(.running, Given.status(.finished, generation: 1)) == .accepted)
        #expect(try shown(.stopped(.stoppedByUser), nil) == .killInitiated)
        for phase in Phase.allCases {
            #expect(try shown(.running, Given.status(phase)) == phase)
            #expect(
                try shown(.stopped(.stoppedByUser), Given.status(phase))
                    == (phase == .finished ? .finished : .killInitiated))
        }
        let never = TrackedServer(server: try Given.server(.stopped(.stoppedByUser), generation: 0), status: nil)
        #expect(never.phase == nil)
        #expect(never.activity == .stopped)
    }

    @Test(
        "JupyterHub's view is starting until it answers, stopping until it is gone",
        arguments: zip(Phase.allCases, [ServerActivity.starting, .starting, .starting, .ready, .stopping, .stopped]))
    func activity(phase: Phase, activity: ServerActivity) throws {
        #expect(TrackedServer(server: try Given.server(), status: try Given.status(phase)).activity == activity)
    }

    @Test("Every reason survives JSON, and an unknown one is refused")
    func reasons() throws {
        let reasons: [FinishReason] = [
            .stoppedByUser, .stoppedByAdmin, .cancelled, .drained, .exited, .crashed(exitCode: -9), .oomKilled,
            .reapedIdle,
            .reapedAge, .removedOutside, .hostRestarted, .nodeLost, .imageMissing, .pullFailed, .startTimeout, .stuck,
            .neverFits, .queueTimeout, .engineError, .userRemoved,
        ]
        #expect(Set(reasons.map(\.code)).count == 20)
        #expect(Set(reasons.map(\.sentence)).count == 20)
        let data = try JSONEncoder().encode(reasons)
        #expect(try JSONDecoder().decode([FinishReason].self, from: data) == reasons)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([FinishReason].self, from: Data(#"[{"code": "bored"}]"#.utf8))
        }
    }

    @Test("Only a system's failure is tried again")
    func faults() {
        #expect(FinishReason.pullFailed.fault == .system)
        #expect(FinishReason.engineError.fault == .system)
        #expect(FinishReason.imageMissing.fault == .user)
        #expect(FinishReason.crashed(exitCode: 1).fault == .user)
        #expect(FinishReason.stoppedByUser.fault == .none)
    }
}
