/// A launch that waits to be admitted.
package struct Demand: Hashable, Sendable {
    package let server: ServerID
    package let owner: UserName
    /// The group that it counts in; nil for none.
    package let group: String?
    package let room: Room
    /// Nil for a server without GPUs.
    package let gpus: GPUPool?
    /// When it was asked for.
    package let since: Timestamp

    package init(
        server: ServerID, owner: UserName, group: String? = nil, room: Room, gpus: GPUPool? = nil, since: Timestamp
    ) {
        self.server = server
        self.owner = owner
        self.group = group
        self.room = room
        self.gpus = gpus
        self.since = since
    }
}

/// What one server holds of a node.
package struct Holding: Hashable, Sendable {
    package let server: ServerID
    package let owner: UserName
    package let group: String?
    package let node: NodeID
    package let room: Room
    package let gpus: [String]

    package init(
        server: ServerID, owner: UserName, group: String? = nil, node: NodeID = .local, room: Room, gpus: [String] = []
    ) {
        self.server = server
        self.owner = owner
        self.group = group
        self.node = node
        self.room = room
        self.gpus = gpus
    }
}

extension AdmissionTerms {
    /// What the server waits for; nil when it does not.
    package func demand(of tracked: TrackedServer) -> Demand? {
        let server = tracked.server
        guard tracked.isQueued, let spec = server.spec else { return nil }
        return Demand(
            server: server.id, owner: server.key.owner, group: group(of: spec.identity.groups),
            room: Room(spec.resources), gpus: spec.gpuPool, since: server.launchedAt ?? server.createdAt)
    }

    /// What the server holds; nil when it does not.
    package func holding(of tracked: TrackedServer) -> Holding? {
        let server = tracked.server
        guard let held = tracked.holding, let spec = server.spec, let status = tracked.status else { return nil }
        return Holding(
            server: server.id, owner: server.key.owner, group: group(of: spec.identity.groups), node: status.node,
            room: Room(held.resources), gpus: held.gpus)
    }
}
