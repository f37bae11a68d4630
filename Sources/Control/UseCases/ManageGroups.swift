package import Accounts
import Servers

/// Makes, reads, changes and removes groups.
package struct ManageGroups: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// All of these throw `Refusal` 403 without the scope `groups`, and 404 for a group that is not there.
    package func all(by principal: Principal) async throws -> [Group] {
        try principal.require(.groups)
        return try await control.accounts.groups()
    }

    package func one(_ name: GroupName, by principal: Principal) async throws -> Group {
        try principal.require(.groups)
        guard let group = try await control.accounts.groups().first(where: { $0.name == name }) else {
            throw Refusal.notVisible
        }
        return group
    }

    /// Throws `Refusal` 409 when there is one of that name.
    package func add(_ name: GroupName, by principal: Principal) async throws {
        try principal.require(.groups)
        try await revoking {
            try await control.accounts.addGroup(name, audit: control.audit(principal, "group.add", target: name.value))
            return []
        }
    }

    package func remove(_ name: GroupName, by principal: Principal) async throws {
        try principal.require(.groups)
        try await revoking {
            try await control.accounts.removeGroup(
                name, at: control.time.now(), audit: control.audit(principal, "group.remove", target: name.value))
        }
    }

    /// Counts from the next launch on. Throws `Refusal` 404 for a user who is not there, too, 400 for a policy that names
    /// profiles that are not there.
    package func change(_ name: GroupName, _ change: GroupChange, by principal: Principal) async throws -> Group {
        try principal.require(.groups)
        if case .policy(let policy) = change { try check(policy) }
        try await revoking {
            try await control.accounts.changeGroup(
                name, change, at: control.time.now(),
                audit: control.audit(
                    principal, change.action, target: name.value, parameters: change.auditParameters))
        }
        return try await one(name, by: principal)
    }

    private func check(_ policy: GroupPolicy) throws {
        let known = control.profiles()
        guard let unknown = policy.profiles?.sorted(by: { $0.value < $1.value }).first(where: { known[$0] == nil })
        else { return }
        let names = known.profiles.map(\.id.value).joined(separator: ", ")
        throw Refusal(
            InvalidValue(field: "profiles", value: unknown.value, expected: "some of \(names)"), code: "unknown_profile"
        )
    }

    /// Makes a change, closes what it takes away, and lets what it gives count at once.
    private func revoking(_ change: () async throws -> [Revocation]) async throws {
        do {
            for revocation in try await change() { await control.revoker.revoke(revocation) }
            await control.revoker.refresh()
            control.admission.roomChanged()
        } catch AccountConflict.groupExists(let name) {
            throw Refusal(.conflict, code: "group_exists", "Group \(name) already exists")
        } catch AccountConflict.unknownGroup {
            throw Refusal.notVisible
        } catch AccountConflict.unknown(let user) {
            throw Refusal(.notFound, code: "not_found", "No such user: \(user)")
        }
    }
}
