package import Accounts
package import Servers

/// Changes what a server is called and what its next launch gets. What runs goes on as it is.
package struct ChangeServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// What is to change.
    package struct Edit: Hashable, Sendable {
        /// Its name, which is part of its address: only while it is stopped.
        package var name: ServerName?
        package var displayName: LaunchOptionsEdit.Field<DisplayName>
        package var options: LaunchOptionsEdit

        package init(
            name: ServerName? = nil, displayName: LaunchOptionsEdit.Field<DisplayName> = .keep,
            options: LaunchOptionsEdit = LaunchOptionsEdit()
        ) {
            self.name = name
            self.displayName = displayName
            self.options = options
        }
    }

    /// Throws `Refusal`: 403/404 without the scope `servers` on it and on its new name, 404 when there is no such server, 400
    /// for an unknown profile, a ceiling, or a new name of the default server; 409 when it is to be renamed and is not
    /// stopped, or the name is taken; 503 while the engine has never been reached.
    package func callAsFunction(_ key: ServerKey, _ edit: Edit, by principal: Principal) async throws -> TrackedServer {
        try principal.require(.servers, on: key)
        if let name = edit.name { try Self.require(name, of: key, principal) }
        // A new name needs no room, no profile and no engine.
        let terms = edit.options.isEmpty ? nil : try await LaunchTerms(of: key, control)
        let audit = control.audit(
            principal, "server.change", target: key.description,
            parameters: AuditParameters(edit.options).merging([
                "name": edit.name?.value, "display_name": AuditParameters.text(edit.displayName),
            ]))
        do {
            return try await control.servers.change(key) { existing in
                guard let existing else { throw Refusal.notVisible }
                var (next, events) = (existing.server, [NewEvent]())
                if let terms {
                    next.options = edit.options.applied(to: next.options)
                    let spec = try terms.spec(LaunchOptions(), after: next.options)
                    events.append(NewEvent(.changed, "On next start, by \(audit.principal): \(spec.summary)"))
                }
                if case .set(let name) = edit.displayName { next.displayName = name }
                if let name = edit.name, name != key.name {
                    try Self.requireStopped(existing)
                    next = next.renamed(name)
                    events.append(NewEvent(.renamed, "Renamed from \(key.name) to \(name) by \(audit.principal)"))
                }
                return ServerChange(
                    server: next, events: events, audit: audit,
                    outcome: TrackedServer(server: next, status: existing.status))
            }
        } catch let taken as ServerNameTaken {
            throw Refusal(taken)
        }
    }

    private static func require(_ name: ServerName, of key: ServerKey, _ principal: Principal) throws {
        try principal.require(.servers, on: ServerKey(owner: key.owner, name: name))
        guard name == key.name || !(key.name.isDefault || name.isDefault) else {
            throw Refusal(
                .badRequest, code: "default_server", "name: the default server has none, and no other takes its place")
        }
    }

    private static func requireStopped(_ tracked: TrackedServer) throws {
        guard tracked.activity == .stopped else {
            throw Refusal(
                .conflict, code: "not_stopped",
                "\(tracked.server.key) must be stopped before it is renamed: its name is part of its address")
        }
    }
}

extension Refusal {
    /// Another server has the name.
    init(_ taken: ServerNameTaken) {
        self.init(.conflict, code: "server_exists", "There is a server \(taken.key) already")
    }
}
