import Servers

extension FakeRuntime {
    /// What can be asked of a runtime: the port's methods by name.
    package enum Operation: Hashable, Sendable, CaseIterable {
        case host, containers, containersOf, image, pull, images, removeImage, isolate, create, start, stop, kill,
            remove, resize, usage, log, hints
    }

    /// A container as the fake engine keeps it.
    struct Container {
        let id: ContainerID
        let plan: ContainerPlan
        var state: ObservedContainer.State = .created
        var startedAt: Timestamp?
        var finishedAt: Timestamp?
        var endpoint: Endpoint?
        var log: [UInt8] = []
        var limits: ContainerLimits
        var usage = ContainerUsage(at: Timestamp(microseconds: 0), memory: .mebibytes(10), cpu: .zero, pids: 3)
        /// Of the present run.
        var memoryKills = 0
        /// Does not show in lists.
        var isHidden = false
        /// The operations that do not end it.
        var withstands: Set<Operation> = []
        var followers: [AsyncThrowingStream<[UInt8], any Error>.Continuation] = []

        init(id: ContainerID, plan: ContainerPlan) {
            self.id = id
            self.plan = plan
            limits = ContainerLimits(plan.resources)
        }

        var isAlive: Bool {
            switch state {
            case .running, .paused, .restarting, .unknown: true
            case .created, .removing, .exited, .dead: false
            }
        }
    }

    struct Failure {
        let operation: Operation
        let error: RuntimeError
        /// The call happens all the same; only its answer is lost.
        let afterwards: Bool
    }

    struct Waiter {
        let isDue: (State) -> Bool
        let continuation: AsyncStream<Void>.Continuation
    }

    /// Everything the fake engine knows. Changed in one step at a time, under the lock.
    struct State {
        var images: [String: ImageDigest]
        /// What images say of their kernels.
        var kernels: [ImageDigest: [String]] = [:]
        var capacity: HostCapacity
        /// What can be pulled.
        var registry: [String: (ImageDigest, Bytes)] = [:]
        var reachable = true
        var run = 1
        var losesHints = false
        var countsMemoryKills = true
        var containers: [Container] = []
        /// Cores that containers use as time passes; nil: their use stands still.
        var metered: Double?
        var foreignNames: Set<String> = []
        /// The volumes that are there, beside those that containers bring along.
        var volumes: Set<String> = []
        var calls: [Operation] = []
        var failures: [Failure] = []
        var hanging: Set<Operation> = []
        var hung: [AsyncStream<Void>.Continuation] = []
        var hinted: [AsyncThrowingStream<RuntimeHint, any Error>.Continuation] = []
        var waiters: [Waiter] = []
        private var made = 0
        private var starts = 0

        init(images: [String: ImageDigest], capacity: HostCapacity) {
            self.images = images
            self.capacity = capacity
        }

        var epoch: EngineEpoch { EngineEpoch("run-\(run)") }
    }
}

// MARK: Calls

extension FakeRuntime.State {
    /// Notes a call; the stream that ends when it may go on, if it is to hang.
    mutating func begin(_ operation: FakeRuntime.Operation) -> AsyncStream<Void>? {
        calls.append(operation)
        var gate: AsyncStream<Void>?
        if hanging.contains(operation) {
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            hung.append(continuation)
            gate = stream
        }
        wakeWaiters()
        return gate
    }

    mutating func nextFailure(_ operation: FakeRuntime.Operation) -> FakeRuntime.Failure? {
        guard let index = failures.firstIndex(where: { $0.operation == operation }) else { return nil }
        return failures.remove(at: index)
    }

    mutating func wakeWaiters() {
        let now = self
        let due = waiters.filter { $0.isDue(now) }
        waiters.removeAll { $0.isDue(now) }
        for waiter in due { waiter.continuation.finish() }
    }
}

// MARK: Containers

extension FakeRuntime.State {
    func observed() -> [ObservedContainer] {
        containers.filter { !$0.isHidden }.map {
            ObservedContainer(
                id: $0.id, name: $0.plan.name, server: $0.plan.labels.server, generation: $0.plan.labels.generation,
                state: $0.state, startedAt: $0.startedAt,
                finishedAt: $0.finishedAt, endpoint: $0.endpoint, limits: $0.limits,
                memoryKills: countsMemoryKills && $0.isAlive ? $0.memoryKills : nil)
        }
    }

    func held(_ digest: ImageDigest) -> HeldImage {
        HeldImage(
            digest: digest, references: names(of: digest), size: .mebibytes(100), kernels: kernels[digest])
    }

    func names(of digest: ImageDigest) -> [String] {
        images.filter { $0.value == digest && !$0.key.hasPrefix("<none>") }.keys.sorted()
    }

    func find(_ id: ContainerID) throws(RuntimeError) -> FakeRuntime.Container {
        guard let found = containers.first(where: { $0.id == id }) else { throw .notFound("no container \(id)") }
        return found
    }

    mutating func create(_ plan: ContainerPlan, instance: InstanceID) throws(RuntimeError) -> ContainerID {
        if foreignNames.contains(plan.name) { throw .nameTaken("the name \(plan.name) is in use") }
        if let holder = containers.first(where: { $0.plan.name == plan.name }) {
            guard holder.plan.labels == plan.labels else { throw .nameTaken("the name \(plan.name) is in use") }
            return holder.id
        }
        if let runtime = plan.runtime, runtime != "runc" { throw .lacking("no runtime \(runtime)") }
        for mount in plan.mounts {
            if case .volume(let name) = mount.source, !volumes.contains(name) { throw .lacking("no volume \(name)") }
        }
        guard images.values.contains(plan.image) else { throw .imageMissing("no image \(plan.image)") }
        made += 1
        let word = String(made, radix: 16)
        let id = ContainerID(String(repeating: "f", count: 64 - word.count) + word)
        containers.append(FakeRuntime.Container(id: id, plan: plan))
        hint(plan.labels.server)
        return id
    }

    mutating func start(_ id: ContainerID, at now: Timestamp) throws(RuntimeError) {
        let found = try find(id)
        if found.isAlive { return }
        starts += 1
        let address = "10.9.\(starts / 250).\(starts % 250 + 2)"
        change(id) { container in
            container.state = .running
            container.startedAt = now
            container.finishedAt = nil
            container.memoryKills = 0
            container.endpoint = Endpoint(host: address, port: container.plan.port)
        }
    }

    mutating func resize(_ id: ContainerID, to limits: ContainerLimits) throws(RuntimeError) {
        let found = try find(id)
        if found.isAlive, limits.memory < found.usage.memory {
            throw .belowUse("the fake engine cannot set a limit of \(limits.memory): \(found.usage.memory) are in use")
        }
        change(id) { $0.limits = limits }
    }

    /// Ends what runs, unless it withstands this; absence is fine.
    mutating func end(
        _ id: ContainerID, code: Int, oomKilled: Bool = false, word: FakeRuntime.Operation? = nil, at now: Timestamp
    ) {
        change(id) { container in
            if !container.isAlive { return }
            if let word, container.withstands.contains(word) { return }
            container.state = .exited(code: code, oomKilled: oomKilled)
            container.finishedAt = now
            container.endpoint = nil
            for follower in container.followers { follower.finish() }
            container.followers = []
        }
    }

    mutating func remove(_ id: ContainerID, force: Bool) throws(RuntimeError) {
        guard let found = containers.first(where: { $0.id == id }) else { return }
        if found.withstands.contains(.remove) { throw .failed("container \(id) cannot be removed") }
        if found.isAlive, !force { throw .failed("container \(id) is running: stop it before removing it") }
        discard(id)
    }

    /// Takes a container away, whatever it does.
    mutating func discard(_ id: ContainerID) {
        guard let index = containers.firstIndex(where: { $0.id == id }) else { return }
        let gone = containers.remove(at: index)
        for follower in gone.followers { follower.finish() }
        hint(gone.plan.labels.server)
    }

    mutating func change(_ id: ContainerID, _ body: (inout FakeRuntime.Container) -> Void) {
        guard let index = containers.firstIndex(where: { $0.id == id }) else { return }
        body(&containers[index])
        hint(containers[index].plan.labels.server)
    }

    mutating func hint(_ server: ServerID, _ kind: RuntimeHint.Kind = .changed) {
        defer { wakeWaiters() }
        guard !losesHints else { return }
        for continuation in hinted { continuation.yield(RuntimeHint(server, kind)) }
    }

    mutating func follow(
        _ id: ContainerID, tail: Int, _ continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    ) {
        guard let index = containers.firstIndex(where: { $0.id == id }) else {
            return continuation.finish(throwing: RuntimeError.notFound("no container \(id)"))
        }
        let lines = containers[index].log.split(separator: UInt8(ascii: "\n")).suffix(tail)
        for line in lines { continuation.yield(Array(line) + [UInt8(ascii: "\n")]) }
        if containers[index].isAlive {
            containers[index].followers.append(continuation)
        } else {
            continuation.finish()
        }
    }
}
