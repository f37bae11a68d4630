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

    /// What containers use is of the moment at which it is asked, from now on: `cores` more all the while.
    package func meterUsage(cores: Double = 0) {
        let now = clock()
        state.withLock { state in
            let before = state.metered ?? 0
            for container in state.containers {
                state.change(container.id) { $0.usage = $0.usage.metered(until: now, cores: before) }
            }
            state.metered = cores
        }
    }

    /// Calls from now on happen at once; those that hang go on hanging.
    package func hangNoMore() { state.withLock { $0.hanging = [] } }
}

extension ContainerUsage {
    /// The same at a later moment, after so many cores were used all the while.
    func metered(until now: Timestamp, cores: Double) -> ContainerUsage {
        let passed = max(now - at, .zero)
        return ContainerUsage(
            at: max(now, at), memory: memory, cpu: cpu + passed * cores, pids: pids, disk: disk, network: network)
    }
}
