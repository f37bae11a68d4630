package import Accounts
package import Servers

/// Changes a password: one's own by showing the present one, another's as an admin, who gets a made one to pass on.
package struct ChangePassword: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Whether the user has a password. Throws `Refusal` 404 when the user is not visible.
    package func isSet(for name: UserName, by principal: Principal) async throws -> Bool {
        guard principal.sees(name) else { throw Refusal.notVisible }
        return try await control.accounts.password(of: name) != nil
    }

    /// Sets one's own password and ends one's other sessions; what they hold open is closed.
    ///
    /// - Parameter current: the present password; not asked for while there is none.
    /// - Throws: `InvalidValue` for a password that will not do; `Refusal`: 403 when the present one is wrong or the
    ///   credential may not do all that the user may, 429 after too many tries.
    package func callAsFunction(
        to password: String, current: String?, keeping session: SessionID?, by principal: Principal
    ) async throws {
        let user = principal.user
        guard principal.coversAll(of: user) else { throw Self.tooLittle(user.name) }
        try Password.check(password, for: user.name)
        if let stored = try await control.accounts.password(of: user.name) {
            try control.logins.admit(user: user.name.value, address: principal.address, at: control.time.now())
            guard try await control.matches(current ?? "", stored) else {
                throw Refusal(
                    .forbidden, code: "wrong_password", "The present password is wrong", field: "current")
            }
            control.logins.forgive(user: user.name.value, address: principal.address, at: control.time.now())
        }
        try await set(password, of: user.name, keeping: session, by: principal)
    }

    /// Gives `name` a made password, which is answered this once, and ends all their sessions.
    /// Throws `Refusal`: 404 for a user who is not visible, 403 when that is more than this credential may do.
    package func reset(_ name: UserName, by principal: Principal) async throws -> String {
        guard principal.sees(name), let user = try await control.accounts.user(name) else { throw Refusal.notVisible }
        try principal.require(.adminUsers)
        guard principal.coversAll(of: user) else { throw Self.tooLittle(name) }
        let password = Password.generated()
        try await set(password, of: name, keeping: nil, by: principal)
        return password
    }

    private func set(
        _ password: String, of name: UserName, keeping session: SessionID?, by principal: Principal
    ) async throws {
        let ended = try await control.accounts.setPassword(
            try await control.hash(password), of: name, keeping: session, at: control.time.now(),
            audit: control.audit(principal, "user.password", target: name.value))
        for session in ended { await control.revoker.revoke(.session(session)) }
    }

    private static func tooLittle(_ name: UserName) -> Refusal {
        Refusal(
            .forbidden, code: "missing_scope",
            "Whoever has the password of \(name) can do all that \(name) may, which is more than this credential may")
    }
}
