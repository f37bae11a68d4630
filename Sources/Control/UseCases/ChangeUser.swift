package import Accounts
package import Servers

/// Changes what an account is: an admin or not, disabled or not, or removed. What is taken away is closed at once; servers
/// stop and removed accounts go by `AccountKeeper`, whatever happens to this process.
package struct ChangeUser: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// - Parameter evenMyself: whether one says so when it takes something away from oneself.
    /// - Throws: `Refusal`: 403 without `admin:users` or for an admin by a credential that may not do all an admin may, 404
    ///   for a user who is not there, 400 for oneself without saying so, 409 for the last admin.
    package func callAsFunction(
        _ name: UserName, _ change: UserChange, evenMyself: Bool = false, by principal: Principal
    ) async throws {
        try principal.require(.adminUsers)
        guard let user = try await control.accounts.user(name) else { throw Refusal.notVisible }
        try require(principal, covers: user, change)
        guard principal.user.name != name || !change.takesAway || evenMyself else {
            throw Refusal(
                .badRequest, code: "yourself",
                "Cannot do this to yourself, unless you say so: with ?myself=1, or --myself on the command line")
        }
        let revocations: [Revocation]
        do {
            revocations = try await control.accounts.changeUser(
                name, change, at: control.time.now(), audit: control.audit(principal, change.action, target: name.value)
            )
        } catch AccountConflict.lastAdmin {
            throw Refusal(
                .conflict, code: "last_admin",
                "\(name) is the last admin: nobody could manage accounts any more. Make another one first")
        } catch AccountConflict.unknown {
            throw Refusal.notVisible
        }
        for revocation in revocations { await control.revoker.revoke(revocation) }
        await control.revoker.refresh()
        control.feed.publish(.resync)
    }

    /// Waits until a removed account is gone; false when `limit` passes first.
    package func gone(_ name: UserName, within limit: Duration) async throws -> Bool {
        let (time, accounts) = (control.time, control.accounts)
        let changes = control.feed.changes()
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                if try await accounts.user(name) == nil { return true }
                for await _ in changes where try await accounts.user(name) == nil { return true }
                return false
            }
            group.addTask {
                try? await time.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    /// Nobody gives or takes what they do not have.
    private func require(_ principal: Principal, covers user: User, _ change: UserChange) throws {
        var concerned = user
        if change == .makeAdmin { concerned.isAdmin = true }
        guard principal.coversAll(of: concerned) else {
            throw Refusal(
                .forbidden, code: "missing_scope",
                "Only an admin with an unrestricted token can do this to \(user.name)")
        }
    }
}
