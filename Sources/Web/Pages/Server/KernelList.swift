import Servers

/// What a server's kernels do, as its Jupyter tells.
struct KernelList {
    let kernels: [Kernel]
    let problem: String?

    struct Kernel {
        let title: String
        let name: String
        let state: String
        let kind: String
    }

    init(_ reading: KernelReading) {
        switch reading {
        case .known(let known):
            kernels = known.map { kernel in
                Kernel(
                    title: kernel.path ?? "Without a notebook", name: kernel.name, state: kernel.state,
                    kind: kernel.isBusy ? "starting" : "stopped")
            }
            problem = nil
        case .unknown(let why):
            kernels = []
            problem = why
        }
    }
}
