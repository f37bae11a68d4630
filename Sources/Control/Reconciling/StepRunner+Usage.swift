import Servers

/// What the steps of an end and of a resize tell the ledger.
extension StepRunner {
    /// How long a stop waits for a last reading, which takes some milliseconds.
    private static let lastReading = Duration.seconds(1)

    /// Reads once more what a container used before it is stopped: its counters go with it.
    func readUsage(of container: ObservedContainer) async {
        let runtime = control.runtime
        let usage = await control.time.within(Self.lastReading) { try? await runtime.usage(of: container.id) }
        guard let usage else { return }
        control.usage.note(usage, of: container.server, container: container.id, at: control.time.moment())
    }

    /// Writes down that a container has ended, as it says itself.
    func noteEnd(of container: ObservedContainer, _ status: ServerStatus) async throws {
        guard container.generation == status.generation else { return }
        let span = control.usage.takeSpan(of: container.id)
        let end = UsageEnd(
            server: container.server, generation: container.generation, finishedAt: container.finishedAt, span: span,
            seen: control.time.moment())
        do {
            try await control.ledger.noteEnd(end)
        } catch {
            control.usage.putBack([span].compactMap(\.self))
            throw error
        }
    }

    /// Writes down what a container used with what it had so far, before it has something else.
    func keepUsage(of container: ObservedContainer) async throws {
        guard let span = control.usage.takeSpan(of: container.id) else { return }
        do {
            try await control.ledger.keepUsage([span])
        } catch {
            control.usage.putBack([span])
            throw error
        }
    }
}
