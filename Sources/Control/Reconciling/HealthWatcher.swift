import Accounts
package import Logging
import Servers
import ServiceLifecycle

/// Asks every started server now and then whether it still answers, and has the reconciler note what changed. A server that
/// does not answer stays started and routed: a busy one comes back by itself.
package struct HealthWatcher: Service {
    private let control: ControlContext
    private let logger: Logger

    /// Servers asked at the same time.
    private static let width = 8

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await control.time.sleep(for: pause)
                    try await round()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("the servers' health could not be looked at", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Between two rounds: with up to a tenth more, so that they do not fall in step with anything.
    private var pause: Duration { control.limits.health * Double.random(in: 1...1.1) }

    private func round() async throws {
        let started = try await control.servers.servers(of: nil).filter { $0.phase == .started }
        control.health.keep(Set(started.map(\.server.id)))
        await withDiscardingTaskGroup { group in
            let (turns, turn) = AsyncStream.makeStream(of: Void.self)
            for _ in 0..<Self.width { turn.yield() }
            var next = turns.makeAsyncIterator()
            for tracked in started {
                guard await next.next() != nil else { return }
                group.addTask {
                    await ask(tracked)
                    turn.yield()
                }
            }
        }
    }

    private func ask(_ tracked: TrackedServer) async {
        guard let status = tracked.current, let endpoint = status.endpoint else { return }
        let server = tracked.server
        let answer = await control.notebook.probe(
            endpoint, basePath: control.origins.path(of: server.key),
            token: control.keys.notebookToken(server: server.id, generation: server.generation))
        guard !Task.isCancelled else { return }
        control.health.note(answer == .ready, of: server.id, generation: server.generation)
        if let answers = control.health.answers(server.id, generation: server.generation), answers != status.healthy {
            control.wake(server.id)
        }
    }
}

extension HealthWatcher: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "health watcher" }
}
