import Servers

/// What runs in a server's Jupyter, as that tells: kernels and terminals.
struct KernelList {
    let runs: [Run]
    let problem: String?

    struct Run {
        let title: String
        /// The kernel specification's name; nil for a terminal.
        let spec: String?
        let state: String
        let kind: String
        /// Since when it is quiet, where it is.
        let quiet: String?
    }

    init(_ reading: NotebookReading) {
        switch reading {
        case .known(let known):
            runs = known.kernels.map(Run.init) + known.terminals.map(Run.init)
            problem = nil
        case .unknown(let why):
            runs = []
            problem = why
        }
    }
}

extension KernelList.Run {
    fileprivate init(_ kernel: NotebookKernel) {
        self.init(
            title: kernel.path ?? "Without a notebook", spec: kernel.name, state: kernel.state,
            kind: kernel.isBusy ? "starting" : "stopped",
            quiet: kernel.isBusy ? nil : kernel.lastActivity?.description)
    }

    /// Nobody but what runs in it knows whether it computes.
    fileprivate init(_ terminal: NotebookTerminal) {
        self.init(
            title: "Terminal \(terminal.name)", spec: nil, state: "open", kind: "stopped",
            quiet: terminal.lastActivity?.description)
    }
}
