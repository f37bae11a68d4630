package import Logging
import Servers
import ServiceLifecycle

/// Stops at a drain's deadline what still runs or waits, whoever has died since. Level-based: it reads the store anew each
/// time.
package struct DrainKeeper: Service {
    private let control: ControlContext
    private let logger: Logger

    /// As exactly is a deadline kept.
    private static let interval = Duration.seconds(5)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await control.lookAtChanges(every: Self.interval, from: ()) { _ in
            do {
                try await keep()
            } catch {
                logger.error("the drain could not be carried on", metadata: ["error": "\(error)"])
            }
        }
    }

    private func keep() async throws {
        guard let drain = try await control.operating.drain(), drain.isDue(at: control.time.now()) else { return }
        for tracked in try await control.servers.unfinished() where tracked.server.desired == .running {
            try await stop(tracked, drain)
        }
    }

    private func stop(_ tracked: TrackedServer, _ drain: Drain) async throws {
        let id = tracked.server.id
        try await control.servers.change(tracked.server.key) { existing in
            guard var server = existing?.server, server.id == id, server.desired == .running else {
                return ServerChange(server: nil, outcome: ())
            }
            server.desired = .stopped(.drained)
            let event = NewEvent(.stopRequested, "Stopping for maintenance: \(drain.message)")
            return ServerChange(server: server, events: [event], outcome: ())
        }
        control.wake(id)
    }
}

extension DrainKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "drain keeper" }
}
