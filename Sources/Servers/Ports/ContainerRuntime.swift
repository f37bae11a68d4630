/// The port to what runs containers, in the domain's words. One node's engine behind each value.
package protocol ContainerRuntime: Sendable {
    /// What the machine has, and which run of the engine this is.
    func host() async throws(RuntimeError) -> RuntimeHost

    /// Every container of this instance, in one complete list with details.
    func containers() async throws(RuntimeError) -> [ObservedContainer]

    /// The containers of one server, of any generation.
    func containers(of server: ServerID) async throws(RuntimeError) -> [ObservedContainer]

    /// An image that is there; nil when it is not.
    func image(_ reference: String) async throws(RuntimeError) -> HeldImage?

    /// Pulls an image; `progress` is called with bytes done and in all as they become known.
    func pull(
        _ reference: String, progress: @escaping @Sendable (Bytes, Bytes?) -> Void
    ) async throws(RuntimeError) -> ImageDigest

    /// Every image that the engine has, by digest.
    func images() async throws(RuntimeError) -> [HeldImage]

    /// Removes an image with its name; no error when it is gone. False when it has other names or a container uses it:
    /// then it is left as it is.
    func removeImage(_ digest: ImageDigest) async throws(RuntimeError) -> Bool

    /// Makes sure that containers can reach neither each other, nor the host's ports, nor metadata addresses.
    /// Throws `.isolation` where that cannot be had, unless the operator has said that it need not be.
    func isolate() async throws(RuntimeError)

    /// Creates the planned container; when one of that name and our labels is there already, answers its id.
    /// Throws `.lacking` when a mount's source or the runtime that the plan names is not there.
    func create(_ plan: ContainerPlan) async throws(RuntimeError) -> ContainerID

    /// Starts a created or exited container; no error when it runs already.
    func start(_ container: ContainerID) async throws(RuntimeError)

    /// Asks it to stop and kills it after `grace`; no error when it does not run or is gone.
    func stop(_ container: ContainerID, grace: Duration) async throws(RuntimeError)

    /// Kills it at once; no error when it does not run or is gone.
    func kill(_ container: ContainerID) async throws(RuntimeError)

    /// Removes it; no error when it is gone.
    func remove(_ container: ContainerID, force: Bool) async throws(RuntimeError)

    /// Gives a container other limits, at once where it runs, and reads them back. Throws `.belowUse`, with nothing changed,
    /// when the engine refuses because more memory is in use; `.failed` when what it has afterwards is not what was asked.
    func resize(_ container: ContainerID, to limits: ContainerLimits) async throws(RuntimeError)

    /// What a running container uses now.
    func usage(of container: ContainerID) async throws(RuntimeError) -> ContainerUsage

    /// The last `limit` bytes of what its processes wrote, oldest first.
    func log(of container: ContainerID, limit: Bytes) async throws(RuntimeError) -> [UInt8]

    /// The log from its last `tail` lines on, and what is written from now on; ends when the container does.
    func followLog(of container: ContainerID, tail: Int) -> AsyncThrowingStream<[UInt8], any Error>

    /// Hints that something happened to a server's container. Ends or throws when the engine goes away; hints may be lost.
    func hints() -> AsyncThrowingStream<RuntimeHint, any Error>
}

/// A word of the engine's that something happened.
package struct RuntimeHint: Hashable, Sendable {
    package let server: ServerID
    package let kind: Kind

    package enum Kind: Hashable, Sendable {
        /// A look at the server's containers shows something new.
        case changed
        /// The kernel had to kill for memory. Nothing says which process, and the container may run on.
        case outOfMemory(at: Timestamp)
    }

    package init(_ server: ServerID, _ kind: Kind = .changed) {
        self.server = server
        self.kind = kind
    }
}

/// The machine behind a runtime.
package struct RuntimeHost: Hashable, Sendable {
    package let node: NodeID
    package let capacity: HostCapacity
    package let epoch: EngineEpoch?
    /// For people: `Docker Engine 20.10.24 (API 1.41)`.
    package let name: String
    /// Where the engine keeps images, containers and their scratch, if on this host.
    package let directory: String?

    package init(
        node: NodeID, capacity: HostCapacity, epoch: EngineEpoch?, name: String, directory: String? = nil
    ) {
        self.node = node
        self.capacity = capacity
        self.epoch = epoch
        self.name = name
        self.directory = directory
    }
}

/// What can go wrong with a runtime, by what must be done about it. The texts are for people.
package enum RuntimeError: Error, Hashable, Sendable {
    /// The engine does not answer: nothing is known, nothing is assumed.
    case unreachable(String)
    /// It took too long; the call may have happened.
    case timedOut(String)
    /// The image is not there and cannot be pulled by this name.
    case imageMissing(String)
    /// The pull broke off; trying again may help.
    case pullFailed(String)
    /// What was named is not there.
    case notFound(String)
    /// Someone else's container has our name.
    case nameTaken(String)
    /// Something that the operator's profile names is not there; trying again does not help.
    case lacking(String)
    /// More memory is in use than the limit that was asked for.
    case belowUse(String)
    /// Containers cannot be closed off on this host.
    case isolation(String)
    /// The engine refused or failed.
    case failed(String)

    package var message: String {
        switch self {
        case .unreachable(let text), .timedOut(let text), .imageMissing(let text), .pullFailed(let text),
            .notFound(let text), .nameTaken(let text), .lacking(let text), .belowUse(let text),
            .isolation(let text), .failed(let text):
            text
        }
    }
}
