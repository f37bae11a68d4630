package import Accounts
package import Servers

/// Makes a server without launching it.
package struct AddServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Throws `Refusal`: 403/404 without the scope `servers`, 400 for an unknown profile or a ceiling, 409 when there is one
    /// of that name, 503 while the engine has never been reached.
    package func callAsFunction(
        _ key: ServerKey, options: LaunchOptions, displayName: DisplayName?, by principal: Principal
    ) async throws -> TrackedServer {
        try principal.require(.servers, on: key)
        let terms = try await LaunchTerms(of: key, control)
        _ = try terms.spec(options)
        let audit = control.audit(
            principal, "server.add", target: key.description,
            parameters: AuditParameters(options).merging(["display_name": displayName?.value]))
        return try await control.servers.change(key) { existing in
            guard existing == nil else { throw Refusal(ServerNameTaken(key)) }
            var server = terms.newServer(key, at: audit.at)
            server.options = options
            server.displayName = displayName
            return ServerChange(
                server: server, events: [NewEvent(.added, "Added by \(audit.principal)")], audit: audit,
                outcome: TrackedServer(server: server, status: nil))
        }
    }
}
