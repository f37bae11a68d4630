/// `GET …/server/kernels`: what a server's kernels do, as its Jupyter tells.
package struct KernelsModel: Hashable, Sendable, Codable {
    /// Whether Jupyter told; a server that does not run has none, and that is known.
    package var known: Bool
    /// Why it is not known.
    @OrNull package var problem: String?
    /// 100 at most.
    package var kernels: [KernelModel]

    package init(known: Bool, problem: String?, kernels: [KernelModel]) {
        self.known = known
        self.problem = problem
        self.kernels = kernels
    }
}

/// One kernel. All text comes from the server: escape it for where it is shown.
package struct KernelModel: Hashable, Sendable, Codable {
    package var id: String
    /// The kernel specification's: `python3`.
    package var name: String
    /// The notebook that it runs; null when it has none.
    @OrNull package var path: String?
    package var state: String
    /// Whether it computes something that a stop would lose.
    package var busy: Bool
    /// When it last said something; a long silent computation says nothing.
    @OrNull package var lastActivity: String?
    package var connections: Int

    package init(
        id: String, name: String, path: String?, state: String, busy: Bool, lastActivity: String?, connections: Int
    ) {
        self.id = id
        self.name = name
        self.path = path
        self.state = state
        self.busy = busy
        self.lastActivity = lastActivity
        self.connections = connections
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, path, state, busy, connections
        case lastActivity = "last_activity"
    }
}
