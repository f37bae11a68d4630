package import Logging
import Servers
import ServiceLifecycle

/// Keeps the usage board true: the one reader of the engine's statistics, for everybody who wants them.
///
/// Each started server is read every 5 seconds, and with more than fifty of them as seldom as it takes to ask the engine at
/// most 10 times a second: each question costs it some milliseconds, and takes up to a second.
package struct UsageWatcher: Service {
    private let control: ControlContext
    private let reader: PacedReader
    private let logger: Logger

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
        reader = PacedReader(
            control, pace: ReadingPace(interval: .seconds(5), perSecond: 10), width: 32, logger: logger)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await reader.run(known: { control.usage.keep(only: $0) }, read: { await read($0.server.id, $1) })
        }
    }

    private func read(_ server: ServerID, _ container: ContainerID) async -> Bool {
        do {
            let usage = try await control.runtime.usage(of: container)
            control.usage.note(usage, of: server, container: container, at: control.time.moment())
            return true
        } catch {
            logger.debug("a server's usage could not be read", metadata: ["server": "\(server)", "error": "\(error)"])
            return false
        }
    }
}

extension UsageWatcher: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "usage watcher" }
}
