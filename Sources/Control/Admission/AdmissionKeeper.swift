package import Logging
import Servers
import ServiceLifecycle

/// Looks at the queue once whenever there may be room, and wakes those whose turn it is; nobody else asks the store. What
/// was missed is found at the next full look at the engine.
package struct AdmissionKeeper: Service {
    private let control: ControlContext
    private let logger: Logger

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in control.admission.looks() where !Task.isCancelled { await look() }
        }
    }

    private func look() async {
        // Before the engine's first answer nothing is known of its capacity, and that answer calls here again.
        guard control.engine.host != nil else { return }
        do {
            let terms = try await control.admissionTerms()
            let plan = terms.plan(for: try await control.servers.unfinished(), at: control.time.now())
            control.admission.take(plan, at: control.time.now())
            let called = plan.admitted + plan.neverFitting
            control.admission.invite(called)
            for server in called { control.wake(server) }
        } catch {
            logger.warning("the queue could not be looked at", metadata: ["error": "\(error)"])
        }
    }
}

extension AdmissionKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "admission keeper" }
}
