package import Servers
import Synchronization

/// A container engine in memory that keeps the contract of `ContainerRuntime`, with knobs for everything that goes wrong.
///
/// The knobs (`FakeRuntime+Knobs.swift`) act at once; `calls` tells what was asked of it. Time is what `clock` says.
package final class FakeRuntime: ContainerRuntime {
    let state: Mutex<State>
    let clock: @Sendable () -> Timestamp
    let instance: InstanceID
    let node: NodeID

    /// - Parameters:
    ///   - images: the images that are there, reference to digest.
    ///   - clock: the engine's clock; by default each reading is one second after the last.
    package init(
        instance: InstanceID = InstanceID("testtest"), node: NodeID = .local,
        images: [String: ImageDigest] = ["berth/notebook:minimal": FakeRuntime.digest("berth/notebook:minimal")],
        capacity: HostCapacity = HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(16)),
        clock: (@Sendable () -> Timestamp)? = nil
    ) {
        self.instance = instance
        self.node = node
        state = Mutex(State(images: images, capacity: capacity))
        self.clock = clock ?? Self.ticking()
    }

    private static func ticking() -> @Sendable () -> Timestamp {
        let ticks = Ticks()
        return { ticks.next() }
    }

    /// A digest that is the same for the same reference.
    package static func digest(_ reference: String) -> ImageDigest {
        let bytes = reference.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let word = String(bytes, radix: 16)
        return ImageDigest("sha256:" + String(repeating: "0", count: 64 - word.count) + word)
    }

    // MARK: Reads

    package func host() async throws(RuntimeError) -> RuntimeHost {
        try await call(.host) { state throws(RuntimeError) in
            RuntimeHost(
                node: self.node, capacity: state.capacity, epoch: state.epoch, name: "Fake Engine (run \(state.run))")
        }
    }

    package func containers() async throws(RuntimeError) -> [ObservedContainer] {
        try await call(.containers) { state throws(RuntimeError) in state.observed() }
    }

    package func containers(of server: ServerID) async throws(RuntimeError) -> [ObservedContainer] {
        try await call(.containersOf) { state throws(RuntimeError) in state.observed().filter { $0.server == server } }
    }

    package func image(_ reference: String) async throws(RuntimeError) -> HeldImage? {
        try await call(.image) { state throws(RuntimeError) in state.images[reference].map(state.held) }
    }

    package func log(of container: ContainerID, limit: Bytes) async throws(RuntimeError) -> [UInt8] {
        try await call(.log) { state throws(RuntimeError) in
            Array(try state.find(container).log.suffix(Int(limit.count)))
        }
    }

    // MARK: Changes

    package func pull(
        _ reference: String, progress: @escaping @Sendable (Bytes, Bytes?) -> Void
    ) async throws(RuntimeError) -> ImageDigest {
        let pulled = try await call(.pull) { state throws(RuntimeError) in
            guard let (digest, size) = state.registry[reference] else {
                throw RuntimeError.imageMissing("no image \(reference) to pull")
            }
            state.images[reference] = digest
            return (digest: digest, size: size)
        }
        progress(Bytes(0), pulled.size)
        progress(pulled.size, pulled.size)
        return pulled.digest
    }

    package func images() async throws(RuntimeError) -> [HeldImage] {
        try await call(.images) { state throws(RuntimeError) in
            Set(state.images.values).sorted { $0.value < $1.value }.map(state.held)
        }
    }

    package func removeImage(_ digest: ImageDigest) async throws(RuntimeError) -> Bool {
        try await call(.removeImage) { state throws(RuntimeError) in
            let isUsed = state.containers.contains { $0.plan.image == digest }
            guard !isUsed, state.names(of: digest).count < 2 else { return false }
            for (name, held) in state.images where held == digest { state.images[name] = nil }
            return true
        }
    }

    package func isolate() async throws(RuntimeError) {
        try await call(.isolate) { _ throws(RuntimeError) in }
    }

    package func create(_ plan: ContainerPlan) async throws(RuntimeError) -> ContainerID {
        try await call(.create) { state throws(RuntimeError) in try state.create(plan, instance: self.instance) }
    }

    package func start(_ container: ContainerID) async throws(RuntimeError) {
        let now = clock()
        try await call(.start) { state throws(RuntimeError) in try state.start(container, at: now) }
    }

    package func stop(_ container: ContainerID, grace: Duration) async throws(RuntimeError) {
        let clock = clock
        try await call(.stop) { state throws(RuntimeError) in
            state.end(container, code: 0, word: .stop, at: clock())
        }
    }

    package func kill(_ container: ContainerID) async throws(RuntimeError) {
        let clock = clock
        try await call(.kill) { state throws(RuntimeError) in
            state.end(container, code: 137, word: .kill, at: clock())
        }
    }

    package func remove(_ container: ContainerID, force: Bool) async throws(RuntimeError) {
        try await call(.remove) { state throws(RuntimeError) in try state.remove(container, force: force) }
    }

    package func resize(_ container: ContainerID, to limits: ContainerLimits) async throws(RuntimeError) {
        try await call(.resize) { state throws(RuntimeError) in try state.resize(container, to: limits) }
    }

    package func usage(of container: ContainerID) async throws(RuntimeError) -> ContainerUsage {
        let now = clock()
        return try await call(.usage) { state throws(RuntimeError) in
            let usage = try state.find(container).usage
            return state.metered.map { usage.metered(until: now, cores: $0) } ?? usage
        }
    }

    // MARK: Streams

    package func followLog(of container: ContainerID, tail: Int) -> AsyncThrowingStream<[UInt8], any Error> {
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        state.withLock { state in state.follow(container, tail: tail, continuation) }
        return stream
    }

    package func hints() -> AsyncThrowingStream<RuntimeHint, any Error> {
        let (stream, continuation) = AsyncThrowingStream<RuntimeHint, any Error>.makeStream()
        state.withLock { state in
            state.calls.append(.hints)
            if state.reachable {
                state.hinted.append(continuation)
            } else {
                continuation.finish(throwing: RuntimeError.unreachable("the fake engine is away"))
            }
            state.wakeWaiters()
        }
        return stream
    }

    // MARK: Every call

    /// Notes the call, waits while it is to hang, fails as the knobs say, else lets it happen in one step.
    private func call<Value: Sendable>(
        _ operation: Operation, _ body: (inout State) throws(RuntimeError) -> Value
    ) async throws(RuntimeError) -> Value {
        if let gate = state.withLock({ $0.begin(operation) }) {
            for await _ in gate {}
            if Task.isCancelled { throw .timedOut("the call was cancelled") }
        }
        let outcome: Result<Value, RuntimeError> = state.withLock { state in
            guard state.reachable else { return .failure(.unreachable("the fake engine is away")) }
            let failure = state.nextFailure(operation)
            if let failure, !failure.afterwards { return .failure(failure.error) }
            do throws(RuntimeError) {
                let value = try body(&state)
                return failure.map { .failure($0.error) } ?? .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

/// A clock that is one second later at each reading.
private final class Ticks: Sendable {
    private let last = Mutex<Int64>(1_700_000_000_000_000)

    func next() -> Timestamp {
        last.withLock { last in
            last += 1_000_000
            return Timestamp(microseconds: last)
        }
    }
}
