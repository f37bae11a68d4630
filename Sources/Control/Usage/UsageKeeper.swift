package import Logging
import Servers
import ServiceLifecycle

/// Keeps the ledger: writes down what servers used, all of them in one transaction a minute, and at the end.
///
/// What was read and not written down yet is lost with the process, but nothing of the sums is: the next process goes on
/// from the container's own counter.
package struct UsageKeeper: Service {
    private let control: ControlContext
    private let logger: Logger

    private static let interval = Duration.seconds(60)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await control.time.sleep(for: Self.interval)) != nil { await keep() }
            await keep()
        }
    }

    private func keep() async {
        let spans = control.usage.takeSpans()
        guard !spans.isEmpty else { return }
        do {
            try await control.ledger.keepUsage(spans)
        } catch {
            control.usage.putBack(spans)
            logger.warning("what servers used could not be written down", metadata: ["error": "\(error)"])
        }
    }
}

extension UsageKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "usage keeper" }
}
