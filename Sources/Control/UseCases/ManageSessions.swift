package import Accounts
package import Servers

/// Logs browsers in and out, and carries them from the hub's origin to a notebook's.
package struct ManageSessions: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// How long a login link is good, once (design: ten minutes).
    package static let linkLifetime = Duration.seconds(600)

    /// Makes a link's secret for `name`. Throws `Refusal`: 404 for a user who is not visible, 403 when the link could do
    /// more than this credential may.
    package func makeLink(for name: UserName, by principal: Principal) async throws -> Secret {
        guard principal.sees(name), let user = try await control.accounts.user(name) else { throw Refusal.notVisible }
        guard principal.coversAll(of: user) else {
            throw Refusal(
                .forbidden, code: "missing_scope",
                "A login link can do everything that \(name) may do, which is more than this credential may")
        }
        let secret = Secret()
        try await control.accounts.addLoginLink(
            secret.hash, user: name, expiresAt: control.time.now() + Self.linkLifetime,
            audit: control.audit(principal, "login-link.create", target: name.value))
        return secret
    }

    /// Uses a link up and starts a session. Throws `Refusal` 403 when it was used before or has expired.
    package func login(link: Secret, from client: LoginClient) async throws -> (Session, Secret) {
        guard let name = try await control.accounts.takeLoginLink(link.hash, at: control.time.now()) else {
            await control.noteFailedLogin(of: nil, "link_used", address: client.address)
            throw Refusal(
                .forbidden, code: "link_used",
                "This login link was used already or has expired. Make another with: berth open")
        }
        return try await start(for: name, from: client, by: "link")
    }

    /// Starts a session for whom `CheckPassword` has found.
    package func login(_ principal: Principal, from client: LoginClient) async throws -> (Session, Secret) {
        try await start(for: principal.user.name, from: client, by: "password")
    }

    private func start(for name: UserName, from client: LoginClient, by way: String) async throws -> (Session, Secret) {
        guard let user = try await control.accounts.user(name) else { throw Refusal.notVisible }
        try user.requireActive()
        let now = control.time.now()
        let secret = Secret()
        let session = Session(
            id: .random(length: 16), user: name, createdAt: now, expiresAt: now + control.sessionLifetime,
            address: client.address, browser: client.browser)
        let audit = AuditEntry(
            at: now, principal: name.value, address: client.address, action: "login", target: name.value,
            parameters: ["by": way, "browser": client.browser], result: "done")
        try await control.accounts.addSession(secret.hash, session, audit: audit)
        return (session, secret)
    }

    /// Ends a session everywhere and for good: its cookie, its passes, its WebSockets.
    package func logout(_ session: Session, from client: LoginClient) async throws {
        let now = control.time.now()
        let audit = AuditEntry(
            at: now, principal: session.user.value, address: client.address, action: "logout",
            target: session.user.value, result: "done")
        _ = try await control.accounts.endSessions(of: session.user, .one(session.id), at: now, audit: audit)
        await control.revoker.revoke(.session(session.id))
    }

    /// A ticket that opens `server` in this session's browser, as the text for the URL.
    /// Throws `Refusal` 403 when the server is another's and admin access is off, or the scope is missing.
    package func makeTicket(for server: ServerKey, session: Session, by principal: Principal) async throws -> String {
        let isOwner = principal.user.name == server.owner
        guard principal.permissions.allows(.accessServers, server: server), isOwner || control.adminAccess else {
            throw Refusal(
                .forbidden, code: "not_yours",
                "The server \(server) belongs to \(server.owner); you cannot open it in a browser")
        }
        let ticket = Ticket(
            id: Secret().text, session: session.id, user: principal.user.name, server: server,
            host: control.origins.notebooks(of: server.owner).host, issuedAt: control.time.now(),
            sessionExpiresAt: session.expiresAt)
        if !isOwner { try await noteOpening(of: server, by: principal) }
        return control.seal.seal(ticket)
    }

    /// Someone else's server opened in a browser is in the audit log and in the server's history, where its owner sees it.
    private func noteOpening(of server: ServerKey, by principal: Principal) async throws {
        let audit = control.audit(principal, "server.open", target: server.description)
        try await control.servers.change(server) { existing in
            guard existing != nil else { throw Refusal.notVisible }
            return ServerChange(
                server: existing?.server,
                events: [NewEvent(.opened, "Opened in a browser by \(principal.user.name)")], audit: audit, outcome: ())
        }
    }
}

/// Where a browser that logs in is, and what it calls itself, for people to tell their sessions apart.
package struct LoginClient: Hashable, Sendable {
    package let address: String?
    package let browser: String?

    package init(address: String?, browser: String? = nil) {
        self.address = address
        self.browser = browser
    }
}
