package import Accounts
package import Servers

/// Asks a server's Jupyter what its kernels do, for those who are about to stop it.
package struct ReadKernels: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// None for a server that does not run. Throws `Refusal`: 404 when there is no such server or it is not visible, 403
    /// without the scope `servers`.
    package func callAsFunction(_ key: ServerKey, by principal: Principal) async throws -> KernelReading {
        try principal.require(.servers, on: key)
        guard let tracked = try await control.servers.server(key) else { throw Refusal.notVisible }
        let server = tracked.server
        guard tracked.phase == .started, let endpoint = tracked.current?.endpoint else { return .known([]) }
        return await control.notebook.kernels(
            endpoint, basePath: control.origins.path(of: key),
            token: control.keys.notebookToken(server: server.id, generation: server.generation))
    }
}
