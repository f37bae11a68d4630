package import Logging
import Servers
import ServiceLifecycle

/// Keeps in touch with the engine: subscribes to its hints first, lists second, and lists again every 30 seconds. Wakes the
/// servers that something may have happened to; decides nothing itself.
package struct EngineWatcher: Service {
    private let control: ControlContext
    private let logger: Logger

    /// How often everything is listed even without a hint.
    private static let resyncInterval = Duration.seconds(30)
    /// How long the first question may take: an engine that is there answers in milliseconds.
    private static let firstLimit = Duration.seconds(2)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    /// Asks the engine once, for at most two seconds: before requests are taken, so that the first launch after a restart is
    /// not turned away because nothing is known of the machine yet.
    package func introduce() async {
        await control.time.within(Self.firstLimit) { try? await hello() }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await watch()
                } catch let error as RuntimeError {
                    note(error)
                } catch {
                    logger.debug("the engine's hints ended", metadata: ["error": "\(error)"])
                }
                try? await control.time.sleep(for: .seconds(1))
            }
        }
    }

    /// One stretch of contact; ends by throwing or when the hints end.
    private func watch() async throws {
        try await hello()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await hint in control.runtime.hints() {
                    if case .outOfMemory(let moment) = hint.kind { control.memory.note(hint.server, at: moment) }
                    control.wake(hint.server)
                }
            }
            group.addTask {
                while true {
                    try await resync()
                    try await control.time.sleep(for: Self.resyncInterval)
                    try await hello()
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func hello() async throws {
        let host = try await control.runtime.host()
        if control.engine.host?.epoch != host.epoch || control.engine.problem != nil {
            logger.info("the engine answers", metadata: ["engine": "\(host.name)"])
        }
        let hasChanged = control.engine.host?.capacity != host.capacity
        control.engine.answered(host)
        if hasChanged { control.admission.roomChanged() }
    }

    /// Wakes every server that is not at rest, and every one that has a container.
    private func resync() async throws {
        let containers = try await control.runtime.containers()
        let unfinished = try await control.servers.unfinished()
        for server in Set(unfinished.map(\.server.id)).union(containers.map(\.server)) { control.wake(server) }
        control.admission.roomChanged()
        let named = unfinished.compactMap { $0.server.spec?.image } + control.profiles().profiles.map(\.image)
        try await control.images.refresh(Set(named), control.runtime)
    }

    private func note(_ error: RuntimeError) {
        if control.engine.problem == nil {
            logger.warning("the engine does not answer", metadata: ["error": "\(error.message)"])
        }
        control.engine.failed(error)
    }
}

extension EngineWatcher: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "engine watcher" }
}
