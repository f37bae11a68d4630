import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// What a server's kernels do: asked before it is stopped.
struct KernelRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        for path: RouterPath in ["server", "servers/:server"] {
            router.get("/hub/api/users/:user/\(path)/kernels", use: kernels)
        }
    }

    @Sendable private func kernels(_ request: Request, _ context: WebContext) async throws -> Response {
        try .json(KernelsModel(try await useCases.readKernels(context.pathServer(), by: context.requirePrincipal())))
    }
}

extension KernelsModel {
    init(_ reading: KernelReading) {
        switch reading {
        case .known(let kernels): self.init(known: true, problem: nil, kernels: kernels.map { KernelModel($0) })
        case .unknown(let why): self.init(known: false, problem: why, kernels: [])
        }
    }
}

extension KernelModel {
    init(_ kernel: NotebookKernel) {
        self.init(
            id: kernel.id, name: kernel.name, path: kernel.path, state: kernel.state, busy: kernel.isBusy,
            lastActivity: kernel.lastActivity?.description, connections: kernel.connections)
    }
}
