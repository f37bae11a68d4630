package import Accounts
package import Servers

extension MemoryAccountStore {
    package func groups() async throws -> [Group] {
        try access { $0.groups.values.sorted { $0.name < $1.name } }
    }

    package func addGroup(_ name: GroupName, audit: AuditEntry?) async throws {
        try access { state in
            guard state.groups[name] == nil else { throw AccountConflict.groupExists(name) }
            state.groups[name] = Group(name: name)
            state.note(audit)
        }
    }

    package func removeGroup(_ name: GroupName, audit: AuditEntry?) async throws {
        try access { state in
            guard state.groups.removeValue(forKey: name) != nil else { throw AccountConflict.unknownGroup(name) }
            state.note(audit)
        }
    }

    package func changeGroup(_ name: GroupName, _ change: GroupChange, audit: AuditEntry?) async throws {
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
        }
    }
}
