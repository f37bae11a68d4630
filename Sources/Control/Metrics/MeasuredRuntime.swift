package import Servers

/// What is asked of an engine, for the label of a metric.
enum EngineCall: String, CaseIterable {
    case host, list, look, image, pull, images, isolate, create, start, stop, kill, remove, resize, usage, log
    case removeImage = "remove_image"
}

/// A runtime whose calls are measured. What streams (`followLog`, `hints`) has no duration that says anything.
package struct MeasuredRuntime: ContainerRuntime {
    private let runtime: any ContainerRuntime
    private let metrics: HubMetrics

    package init(_ runtime: any ContainerRuntime, metrics: HubMetrics) {
        self.runtime = runtime
        self.metrics = metrics
    }

    private func measured<Value>(
        _ call: EngineCall, _ body: () async throws(RuntimeError) -> Value
    ) async throws(RuntimeError) -> Value {
        let (clock, start) = (ContinuousClock(), ContinuousClock.now)
        do {
            let value = try await body()
            metrics.noteCall(call, "ok", took: clock.now - start)
            return value
        } catch {
            metrics.noteCall(call, error.label, took: clock.now - start)
            throw error
        }
    }

    package func host() async throws(RuntimeError) -> RuntimeHost {
        try await measured(.host) { () throws(RuntimeError) in try await runtime.host() }
    }

    package func containers() async throws(RuntimeError) -> [ObservedContainer] {
        try await measured(.list) { () throws(RuntimeError) in try await runtime.containers() }
    }

    package func containers(of server: ServerID) async throws(RuntimeError) -> [ObservedContainer] {
        try await measured(.look) { () throws(RuntimeError) in try await runtime.containers(of: server) }
    }

    package func image(_ reference: String) async throws(RuntimeError) -> HeldImage? {
        try await measured(.image) { () throws(RuntimeError) in try await runtime.image(reference) }
    }

    package func pull(
        _ reference: String, progress: @escaping @Sendable (Bytes, Bytes?) -> Void
    ) async throws(RuntimeError) -> ImageDigest {
        try await measured(.pull) { () throws(RuntimeError) in
            try await runtime.pull(reference, progress: progress)
        }
    }

    package func images() async throws(RuntimeError) -> [HeldImage] {
        try await measured(.images) { () throws(RuntimeError) in try await runtime.images() }
    }

    package func removeImage(_ digest: ImageDigest) async throws(RuntimeError) -> Bool {
        try await measured(.removeImage) { () throws(RuntimeError) in try await runtime.removeImage(digest) }
    }

    package func isolate() async throws(RuntimeError) {
        try await measured(.isolate) { () throws(RuntimeError) in try await runtime.isolate() }
    }

    package func create(_ plan: ContainerPlan) async throws(RuntimeError) -> ContainerID {
        try await measured(.create) { () throws(RuntimeError) in try await runtime.create(plan) }
    }

    package func start(_ container: ContainerID) async throws(RuntimeError) {
        try await measured(.start) { () throws(RuntimeError) in try await runtime.start(container) }
    }

    package func stop(_ container: ContainerID, grace: Duration) async throws(RuntimeError) {
        try await measured(.stop) { () throws(RuntimeError) in try await runtime.stop(container, grace: grace) }
    }

    package func kill(_ container: ContainerID) async throws(RuntimeError) {
        try await measured(.kill) { () throws(RuntimeError) in try await runtime.kill(container) }
    }

    package func remove(_ container: ContainerID, force: Bool) async throws(RuntimeError) {
        try await measured(.remove) { () throws(RuntimeError) in try await runtime.remove(container, force: force) }
    }

    package func resize(_ container: ContainerID, to limits: ContainerLimits) async throws(RuntimeError) {
        try await measured(.resize) { () throws(RuntimeError) in try await runtime.resize(container, to: limits) }
    }

    package func usage(of container: ContainerID) async throws(RuntimeError) -> ContainerUsage {
        try await measured(.usage) { () throws(RuntimeError) in try await runtime.usage(of: container) }
    }

    package func log(of container: ContainerID, limit: Bytes) async throws(RuntimeError) -> [UInt8] {
        try await measured(.log) { () throws(RuntimeError) in try await runtime.log(of: container, limit: limit) }
    }

    package func followLog(of container: ContainerID, tail: Int) -> AsyncThrowingStream<[UInt8], any Error> {
        runtime.followLog(of: container, tail: tail)
    }

    package func hints() -> AsyncThrowingStream<RuntimeHint, any Error> { runtime.hints() }
}

extension RuntimeError {
    /// Its kind, for the label of a metric.
    fileprivate var label: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timed_out"
        case .imageMissing: "image_missing"
        case .pullFailed: "pull_failed"
        case .notFound: "not_found"
        case .nameTaken: "name_taken"
        case .lacking: "lacking"
        case .belowUse: "below_use"
        case .isolation: "isolation"
        case .failed: "failed"
        }
    }
}
