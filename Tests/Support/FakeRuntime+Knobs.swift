package import Servers
import Synchronization

// What a test turns to make things happen. All act at once and may be called from anywhere.

extension FakeRuntime {
    /// Every call made so far, in order.
    package var calls: [Operation] { state.withLock { $0.calls } }

    /// How often an operation was called.
    package func count(of operation: Operation) -> Int { calls.count { $0 == operation } }

    /// The containers as they are, even those hidden from lists' readers by an unreachable engine.
    package var shown: [ObservedContainer] { state.withLock { $0.observed() } }

    /// The plans of the containers that exist, oldest first.
    package var plans: [ContainerPlan] { state.withLock { $0.containers.map(\.plan) } }

    /// The present run of the engine.
    package var epoch: EngineEpoch { state.withLock { $0.epoch } }

    // MARK: The engine

    /// While false every call fails as unreachable, and hint streams end.
    package func setReachable(_ reachable: Bool) {
        state.withLock { state in
            state.reachable = reachable
            if !reachable { state.endHints() }
        }
    }

    /// A new run of the engine: every container that ran has exited with 137, hint streams end.
    package func restartEngine() {
        let now = clock()
        state.withLock { state in
            state.run += 1
            for container in state.containers { state.end(container.id, code: 137, at: now) }
            state.endHints()
        }
    }

    /// Calls of these operations wait until `release()`, or fail as timed out when their task is cancelled.
    package func hang(_ operations: Operation...) {
        state.withLock { $0.hanging.formUnion(operations) }
    }

    /// Ends all hanging, of calls under way too: they then happen.
    package func release() {
        state.withLock { state in
            state.hanging = []
            for gate in state.hung { gate.finish() }
            state.hung = []
        }
    }

    /// The next `times` calls of `operation` fail; with `afterwards` they happen and only their answer is lost.
    package func failNext(_ operation: Operation, _ error: RuntimeError, times: Int = 1, afterwards: Bool = false) {
        state.withLock { state in
            for _ in 0..<times {
                state.failures.append(Failure(operation: operation, error: error, afterwards: afterwards))
            }
        }
    }

    /// While true nothing is hinted; lists alone tell what happened.
    package func setLosesHints(_ loses: Bool) {
        state.withLock { $0.losesHints = loses }
    }

    /// While false nobody can read how many processes the kernel killed for memory.
    package func setCountsMemoryKills(_ counts: Bool) {
        state.withLock { $0.countsMemoryKills = counts }
    }

    /// The machine has this from now on, as the engine tells when it is asked next.
    package func setCapacity(_ capacity: HostCapacity) {
        state.withLock { $0.capacity = capacity }
    }

    // MARK: Images and names

    /// Makes an image be there.
    package func addImage(_ reference: String) {
        state.withLock { $0.images[reference] = Self.digest(reference) }
    }

    /// Makes an image's name mean another one; the one that it meant is there still.
    package func moveTag(_ reference: String, to digest: ImageDigest) {
        state.withLock { state in
            if let old = state.images[reference] { state.images["<none>@\(old)"] = old }
            state.images[reference] = digest
        }
    }

    /// The image says from now on that it has these kernels.
    package func setKernels(_ kernels: [String], of reference: String) {
        state.withLock { state in
            if let digest = state.images[reference] { state.kernels[digest] = kernels }
        }
    }

    package func removeImage(_ reference: String) {
        state.withLock { $0.images[reference] = nil }
    }

    /// Makes an image one that can be pulled.
    package func addToRegistry(_ reference: String, size: Bytes = .mebibytes(100)) {
        state.withLock { $0.registry[reference] = (Self.digest(reference), size) }
    }

    /// Someone else's container takes a name.
    package func takeName(_ name: String) {
        _ = state.withLock { $0.foreignNames.insert(name) }
    }

    // MARK: Containers, by server

    /// The server's container ends by itself.
    package func exit(_ server: ServerID, code: Int, oomKilled: Bool = false) {
        let now = clock()
        each(of: server) { state, id in state.end(id, code: code, oomKilled: oomKilled, at: now) }
    }

    /// The kernel kills a process in the server's container for memory; the container runs on.
    /// - Parameter counted: false for a hint whose kill the count does not show (yet).
    package func killForMemory(_ server: ServerID, counted: Bool = true) {
        let now = clock()
        each(of: server) { state, id in
            if counted, let index = state.containers.firstIndex(where: { $0.id == id }) {
                state.containers[index].memoryKills += 1
            }
            state.hint(server, .outOfMemory(at: now))
        }
    }

    /// The server's container is in the state given, whatever came before.
    package func setState(_ containerState: ObservedContainer.State, of server: ServerID) {
        each(of: server) { state, id in state.change(id) { $0.state = containerState } }
    }

    /// Someone removes the server's container.
    package func vanish(_ server: ServerID) {
        each(of: server) { state, id in state.discard(id) }
    }

    /// Lists leave the server's containers out, or show them again.
    package func setHidden(_ hidden: Bool, _ server: ServerID) {
        each(of: server) { state, id in state.change(id) { $0.isHidden = hidden } }
    }

    /// These operations (`stop`, `kill`, `remove`) do not end the server's container.
    package func withstand(_ operations: Operation..., by server: ServerID) {
        each(of: server) { state, id in state.change(id) { $0.withstands = Set(operations) } }
    }

    /// The server's container answers elsewhere from now on.
    package func move(_ server: ServerID, to endpoint: Endpoint) {
        each(of: server) { state, id in state.change(id) { $0.endpoint = endpoint } }
    }

    /// The server's processes use this much memory from now on.
    package func use(_ memory: Bytes, by server: ServerID) {
        let now = clock()
        each(of: server) { state, id in
            state.change(id) {
                $0.usage = ContainerUsage(at: now, memory: memory, cpu: $0.usage.cpu, pids: $0.usage.pids)
            }
        }
    }

    /// Someone gives the server's container other limits.
    package func setLimits(_ limits: ContainerLimits, of server: ServerID) {
        each(of: server) { state, id in state.change(id) { $0.limits = limits } }
    }

    /// The server's processes write something.
    package func write(_ text: String, by server: ServerID) {
        each(of: server) { state, id in
            state.change(id) { container in
                container.log += Array(text.utf8)
                for follower in container.followers { follower.yield(Array(text.utf8)) }
            }
        }
    }

    /// Tells of a server though nothing happened.
    package func giveHint(_ server: ServerID) {
        state.withLock { $0.hint(server) }
    }

    // MARK: Waiting

    /// Returns once `operation` has been called `times` times in all, at once if it has; also when cancelled.
    package func waitForCalls(_ operation: Operation, _ times: Int = 1) async {
        await wait { state in state.calls.count { $0 == operation } >= times }
    }

    /// Returns once the containers are as `condition` wants them, at once if they are; also when cancelled.
    package func waitUntil(_ condition: @escaping @Sendable ([ObservedContainer]) -> Bool) async {
        await wait { state in condition(state.observed()) }
    }

    private func wait(_ isDue: @escaping @Sendable (State) -> Bool) async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        state.withLock { state in
            state.waiters.append(Waiter(isDue: isDue, continuation: continuation))
            state.wakeWaiters()
        }
        for await _ in stream {}
    }

    private func each(of server: ServerID, _ body: (inout State, ContainerID) -> Void) {
        state.withLock { state in
            for container in state.containers where container.plan.labels.server == server {
                body(&state, container.id)
            }
        }
    }
}

extension FakeRuntime.State {
    mutating func endHints() {
        for continuation in hinted {
            continuation.finish(throwing: RuntimeError.unreachable("the fake engine went away"))
        }
        hinted = []
    }
}
