package import Accounts
import GRDB
package import Servers

extension SQLiteStore {
    package func groups() async throws -> [Group] {
        try await read { db in
            let members = try Self.members(db)
            return try GroupRecord.fetchAll(db, sql: "SELECT * FROM groups ORDER BY name").map { record in
                try record.group(members: members[record.name] ?? [])
            }
        }
    }

    /// Who is in each group, by name. Lists of all servers read it: there may be many thousand.
    private static func members(_ db: Database) throws -> [String: [UserName]] {
        let rows = try Row.fetchCursor(db, sql: "SELECT in_group, user FROM memberships ORDER BY user")
        var members: [String: [UserName]] = [:]
        while let row = try rows.next() {
            let (group, user) = try membership(row)
            members[group, default: []].append(user)
        }
        return members
    }

    /// A row of a group's name and a member's.
    private static func membership(_ row: Row) throws -> (group: String, user: UserName) {
        let (group, user) = (try row.decode(String.self, atIndex: 0), try row.decode(String.self, atIndex: 1))
        do { return (group, try UserName(user)) } catch { throw UnreadableRow(table: "memberships", cause: error) }
    }

    package func policies(of users: [UserName]) async throws -> [UserName: [NamedPolicy]] {
        guard !users.isEmpty else { return [:] }
        let names = try json(users.map(\.value))
        return try await read { db in
            let chosen = "memberships WHERE user IN (SELECT value FROM json_each(?))"
            let groups = try GroupRecord.fetchAll(
                db, sql: "SELECT * FROM groups WHERE name IN (SELECT in_group FROM \(chosen))", arguments: [names])
            let policies = Dictionary(
                uniqueKeysWithValues: try groups.map { ($0.name, try $0.group(members: []).policy) })
            let memberships = try Row.fetchAll(
                db, sql: "SELECT in_group, user FROM \(chosen) ORDER BY in_group", arguments: [names])
            return try memberships.reduce(into: [:]) { all, row in
                let (group, user) = try Self.membership(row)
                guard let policy = policies[group] else { return }
                all[user, default: []].append(NamedPolicy(name: group, policy: policy))
            }
        }
    }

    package func addGroup(_ name: GroupName, audit: AuditEntry?) async throws {
        try await write { db in
            guard try !GroupRecord.exists(db, key: name.value) else { throw AccountConflict.groupExists(name) }
            try GroupRecord(name: name.value, policy: "{}", properties: "{}").insert(db)
            try audit.map(AuditRecord.init)?.insert(db)
        }
    }

    package func removeGroup(_ name: GroupName, at now: Timestamp, audit: AuditEntry?) async throws -> [Revocation] {
        try await write { db in
            guard try GroupRecord.deleteOne(db, key: name.value) else { throw AccountConflict.unknownGroup(name) }
            try audit.map(AuditRecord.init)?.insert(db)
            return try Self.cutHolders(of: name, at: now, db)
        }
    }

    package func changeGroup(
        _ name: GroupName, _ change: GroupChange, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [Revocation] {
        try await write { db in
            guard try GroupRecord.exists(db, key: name.value) else { throw AccountConflict.unknownGroup(name) }
            switch change {
            case .join(let users):
                for user in users {
                    try Self.require(user, db)
                    try MembershipRecord(user: user.value, inGroup: name.value).insert(db, onConflict: .ignore)
                }
            case .leave(let users):
                for user in users { try MembershipRecord(user: user.value, inGroup: name.value).delete(db) }
            case .policy(let policy):
                try db.execute(
                    sql: "UPDATE groups SET policy = ? WHERE name = ?", arguments: [try json(policy), name.value])
            case .properties(let text):
                try db.execute(sql: "UPDATE groups SET properties = ? WHERE name = ?", arguments: [text, name.value])
            }
            try audit.map(AuditRecord.init)?.insert(db)
            guard case .leave = change else { return [] }
            return try Self.cutHolders(of: name, at: now, db)
        }
    }

    /// Cuts off the users who have a token whose scopes are limited to the group.
    private static func cutHolders(of group: GroupName, at now: Timestamp, _ db: Database) throws -> [Revocation] {
        let holders = try String.fetchAll(
            db,
            sql: """
                UPDATE users SET cut_at = ?1 WHERE name IN (
                    SELECT tokens.user FROM tokens, json_each(tokens.scopes) AS scope
                    WHERE tokens.revoked_at IS NULL
                    AND substr(scope.value, instr(scope.value, '!')) = '!group=' || ?2)
                RETURNING name
                """,
            arguments: [now.microseconds, group.value])
        return try holders.sorted().map { .user(try UserName($0), before: now) }
    }

    /// What users' groups are called and what holds for their members, by user, for `users` or for everyone when nil.
    static func memberships(
        _ db: Database, of users: [String]?
    ) throws -> [String: (names: [String], policy: GroupPolicy)] {
        let condition = users == nil ? "" : "WHERE user IN (SELECT value FROM json_each(?))"
        let rows = try MembershipRecord.fetchAll(
            db, sql: "SELECT * FROM memberships \(condition) ORDER BY user, in_group",
            arguments: try users.map { [try json($0)] } ?? [])
        guard !rows.isEmpty else { return [:] }
        let groups = try GroupRecord.fetchAll(db)
        let policies = Dictionary(try groups.map { ($0.name, try $0.group(members: []).policy) }) { first, _ in first }
        return Dictionary(grouping: rows, by: \.user).mapValues { rows in
            (rows.map(\.inGroup), GroupPolicy(of: rows.compactMap { policies[$0.inGroup] }))
        }
    }
}

/// A row of `groups`.
private struct GroupRecord: Record {
    static var databaseTableName: String { "groups" }

    let name: String
    /// JSON of a `GroupPolicy`.
    let policy: String
    /// A JSON object.
    let properties: String

    func group(members: [UserName]) throws -> Group {
        try reading {
            Group(
                name: try GroupName(name), members: members,
                policy: try value(GroupPolicy.self, json: policy), properties: properties)
        }
    }
}

/// A row of `memberships`.
private struct MembershipRecord: Record {
    static var databaseTableName: String { "memberships" }

    let user: String
    let inGroup: String
}
