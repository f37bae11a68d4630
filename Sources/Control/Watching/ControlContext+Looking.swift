import Servers
import ServiceLifecycle

extension ControlContext {
    /// Calls `look` at once, after each change of a server, and at least every `interval`: never twice at the same time, and
    /// once for all changes that came meanwhile. `state` is what one look leaves to the next. Returns at graceful shutdown.
    func lookAtChanges<State: Sendable>(
        every interval: Duration, from state: State, _ look: @escaping @Sendable (inout State) async -> Void
    ) async {
        await cancelWhenGracefulShutdown {
            let (looks, tick) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let changes = feed.changes()
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in changes { tick.yield() } }
                group.addTask {
                    repeat { tick.yield() } while (try? await time.sleep(for: interval)) != nil
                }
                var state = state
                for await _ in looks { await look(&state) }
                group.cancelAll()
            }
        }
    }
}
