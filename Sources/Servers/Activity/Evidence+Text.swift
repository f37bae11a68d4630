extension Evidence {
    /// For people: `kernel train.ipynb, busy`. What a server names may be in it: escape it where it is shown.
    package var text: String {
        switch kind {
        case .launch: "it was started"
        case .person: "somebody used it"
        case .busyKernel: "kernel \(what ?? "?"), busy"
        case .kernel: "kernel \(what ?? "?")"
        case .terminal: "terminal \(what ?? "?")"
        case .cpu: "processes used \(what ?? "the processor")"
        case .io: "processes used \(what ?? "disk or network")"
        case .keep: "somebody asked to keep it"
        case .clock: "the host's clock was set"
        }
    }
}
