/// What runs in a server's Jupyter, as that tells of it: what it says comes from a user's container.
package struct NotebookActivity: Hashable, Sendable {
    package let kernels: [NotebookKernel]
    package let terminals: [NotebookTerminal]

    package init(kernels: [NotebookKernel], terminals: [NotebookTerminal] = []) {
        self.kernels = kernels
        self.terminals = terminals
    }
}

/// A terminal of a server's Jupyter.
package struct NotebookTerminal: Hashable, Sendable {
    package let name: String
    /// When it was last typed into, or wrote something.
    package let lastActivity: Timestamp?

    package init(name: String, lastActivity: Timestamp?) {
        self.name = name
        self.lastActivity = lastActivity
    }
}

/// What could be found out about what runs in a server's Jupyter.
package enum NotebookReading: Hashable, Sendable {
    case known(NotebookActivity)
    /// Jupyter did not tell all of it, or not in time; the text says why, in our own words.
    case unknown(String)
}
