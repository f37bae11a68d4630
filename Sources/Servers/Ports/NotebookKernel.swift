/// A kernel of a server's Jupyter, as that tells of it: what it says comes from a user's container.
package struct NotebookKernel: Hashable, Sendable, Codable {
    package let id: String
    /// The kernel specification's: `python3`.
    package let name: String
    /// The notebook, console or file that it runs, below Jupyter's root directory; nil when it has none.
    package let path: String?
    /// `idle`, `busy`, `starting` and others.
    package let state: String
    /// When it last said something; a long silent computation says nothing.
    package let lastActivity: Timestamp?
    /// Open connections of browsers and tools.
    package let connections: Int

    package init(
        id: String, name: String, path: String?, state: String, lastActivity: Timestamp?, connections: Int
    ) {
        self.id = id
        self.name = name
        self.path = path
        self.state = state
        self.lastActivity = lastActivity
        self.connections = connections
    }

    /// Whether it computes something that a stop would lose.
    package var isBusy: Bool { state == "busy" }
}

/// What could be found out about a server's kernels.
package enum KernelReading: Hashable, Sendable {
    case known([NotebookKernel])
    /// Jupyter did not tell, or not in time; the text says why, in our own words.
    case unknown(String)

    /// Those that compute something, as far as is known.
    package var busy: [NotebookKernel] {
        switch self {
        case .known(let kernels): kernels.filter(\.isBusy)
        case .unknown: []
        }
    }
}
