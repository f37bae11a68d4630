package import Accounts
package import Servers

extension MemoryAccountStore {
    package func groups() async throws -> [Group] {
        try access { $0.groups.values.sorted { $0.name < $1.name } }
    }

    package func policies(of users: [UserName]) async throws -> [UserName: [NamedPolicy]] {
        try await groups().reduce(into: [:]) { all, group in
            for user in group.members where users.contains(user) {
                all[user, default: []].append(NamedPolicy(name: group.name.value, policy: group.policy))
            }
        }
    }

    package func addGroup(_ name: GroupName, audit: AuditEntry?) async throws {
        try access { state in
            guard state.groups[name] == nil else { throw AccountConflict.groupExists(name) }
            state.groups[name] = Group(name: name)
            state.note(audit)
        }
    }

    package func removeGroup(_ name: GroupName, at now: Timestamp, audit: AuditEntry?) async throws -> [Revocation] {
        try access { state in
            guard state.groups.removeValue(forKey: name) != nil else { throw AccountConflict.unknownGroup(name) }
            state.note(audit)
            return state.cutHolders(of: name, at: now)
        }
    }

    package func changeGroup(
        _ name: GroupName, _ change: GroupChange, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [Revocation] {
        try access { state in
            guard var group = state.groups[name] else { throw AccountConflict.unknownGroup(name) }
            switch change {
            case .join(let users):
                for user in users { try state.require(user) }
                group.members = Set(group.members + users).sorted()
            case .leave(let users): group.members.removeAll { users.contains($0) }
            case .policy(let policy): group.policy = policy
            case .properties(let text): group.properties = text
            }
            state.groups[name] = group
            state.note(audit)
            if case .leave = change { return state.cutHolders(of: name, at: now) }
            return []
        }
    }
}

extension MemoryAccountStore.State {
    fileprivate mutating func cutHolders(of group: GroupName, at now: Timestamp) -> [Revocation] {
        let held = tokens.map(\.token).filter { $0.scopes?.contains { $0.filter == .group(group) } ?? false }
        return Set(held.map(\.user)).sorted().map { user in
            cuts[user] = now
            return .user(user, before: now)
        }
    }
}
