package import Accounts
package import Servers

/// Asks a server's Jupyter what its kernels do, for those who are about to stop it or look at it.
package struct ReadKernels: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// None for a server that does not run. Throws `Refusal`: 404 when there is no such server or it is not visible, 403
    /// without the scope `servers`.
    package func callAsFunction(_ key: ServerKey, by principal: Principal) async throws -> KernelReading {
        try await asking(key, by: principal, none: .known([])) { endpoint, path, token in
            await control.notebook.kernels(endpoint, basePath: path, token: token)
        }
    }

    /// The same, with its terminals.
    package func withTerminals(_ key: ServerKey, by principal: Principal) async throws -> NotebookReading {
        try await asking(key, by: principal, none: .known(NotebookActivity(kernels: []))) { endpoint, path, token in
            await control.notebook.activity(endpoint, basePath: path, token: token)
        }
    }

    private func asking<Reading>(
        _ key: ServerKey, by principal: Principal, none: Reading,
        _ ask: (_ endpoint: Endpoint, _ path: String, _ token: String) async -> Reading
    ) async throws -> Reading {
        try principal.require(.servers, on: key)
        guard let tracked = try await control.servers.server(key) else { throw Refusal.notVisible }
        let server = tracked.server
        guard tracked.phase == .started, let endpoint = tracked.current?.endpoint else { return none }
        return await ask(
            endpoint, control.origins.path(of: key),
            control.keys.notebookToken(server: server.id, generation: server.generation))
    }
}
