package import Servers
import Synchronization

// What the fake engine tells of containers' use.

extension FakeRuntime {
    /// The server's container uses this from now on.
    package func setUsage(_ usage: ContainerUsage, of server: ServerID) {
        state.withLock { state in
            for container in state.containers where container.plan.labels.server == server {
                state.change(container.id) { $0.usage = usage }
            }
        }
    }

    /// Calls from now on happen at once; those that hang go on hanging.
    package func hangNoMore() { state.withLock { $0.hanging = [] } }
}
