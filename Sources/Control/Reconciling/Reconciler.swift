package import Logging
import Servers
import ServiceLifecycle

/// Brings every server from what is there to what is wanted: one worker a server at a time, one step after another.
///
/// Level-based: a worker reads intent, status and engine anew before each step, so it does not matter what woke it, what
/// was missed, or where an earlier process died.
package struct Reconciler: Service {
    private let control: ControlContext
    private let steps: StepRunner
    private let logger: Logger

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        steps = StepRunner(control, logger: logger)
        self.logger = logger
    }

    /// Works until graceful shutdown; a step that is under way is broken off, and taken up again by the next process.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await server in control.queue.keys() where control.queue.begin(server) {
                    group.addTask { await work(on: server) }
                }
                group.cancelAll()
            }
        }
    }

    private func work(on server: ServerID) async {
        repeat {
            control.queue.take(server)
            await reconcile(server)
        } while !control.queue.end(server) && !Task.isCancelled
    }

    /// Takes steps until there is nothing more to do for this server.
    private func reconcile(_ server: ServerID) async {
        while !Task.isCancelled {
            control.queue.take(server)
            switch await next(server) {
            case .again: continue
            case .rest(nil): return
            case .rest(let until?): await steps.wait(until: until, unlessWoken: server)
            }
        }
    }

    private func next(_ server: ServerID) async -> StepRunner.Next {
        do {
            guard let tracked = try await control.servers.server(server) else { return await steps.collect(server) }
            return try await steps.takeStep(tracked)
        } catch is CancellationError {
            return .rest(until: nil)
        } catch {
            logger.error("a server could not be reconciled", metadata: ["server": "\(server)", "error": "\(error)"])
            return .rest(until: control.time.now() + .seconds(1))
        }
    }
}

extension Reconciler: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "reconciler" }
}
