package import Accounts
package import Servers
import Synchronization

/// Accounts in memory, keeping the contract of `AccountStore`.
package final class MemoryAccountStore: AccountStore {
    private let state: Mutex<State>

    struct State {
        let uids: UIDPolicy
        var nextUID: UInt32
        var users: [UserName: User] = [:]
        var nextToken = 1
        var groups: [GroupName: Group] = [:]
        var tokens: [(hash: SecretHash, token: Token)] = []
        var sessions: [(hash: SecretHash, session: Session)] = []
        /// Those ended before their time.
        var revoked: [Session] = []
        var cuts: [UserName: Timestamp] = [:]
        var revokedTokens: [TokenID: Timestamp] = [:]
        var passwords: [UserName: PasswordHash] = [:]
        var links: [SecretHash: (user: UserName, expiresAt: Timestamp)] = [:]
        var audit: [AuditEntry] = []
        var failure: (any Error)?
    }

    package init(uids: UIDPolicy = .base(20_000)) {
        let first =
            switch uids {
            case .base(let uid), .shared(let uid): uid
            }
        state = Mutex(State(uids: uids, nextUID: first))
    }

    /// Every audit entry so far, oldest first.
    package var audit: [AuditEntry] { state.withLock { $0.audit } }

    /// Lets every call fail with `error` from now on; nil: no more.
    package func fail(with error: (any Error)?) { state.withLock { $0.failure = error } }

    /// Puts a user into exactly these groups, which nothing in the port does yet.
    package func setGroups(of name: UserName, _ groups: [String]) {
        state.withLock { $0.users[name]?.groups = groups.sorted() }
    }

    // MARK: Users

    package func user(_ name: UserName) async throws -> User? { try access { $0.user(name) } }

    package func users() async throws -> [User] {
        try access { state in state.users.keys.sorted().compactMap { state.user($0) } }
    }

    package func users(matching text: String, from offset: Int, atMost count: Int) async throws -> UserPart {
        let all = try await users().filter {
            text.isEmpty || $0.name.value.contains(text) || $0.groups.contains(text)
        }
        return UserPart(users: Array(all.dropFirst(offset).prefix(count)), total: all.count)
    }

    package func addUser(_ name: UserName, isAdmin: Bool, at now: Timestamp, audit: AuditEntry?) async throws -> User {
        try access { state in
            guard state.users[name] == nil else { throw AccountConflict.exists(name) }
            let user = User(name: name, isAdmin: isAdmin, uid: state.takeUID(), createdAt: now)
            state.users[name] = user
            state.note(audit)
            return user
        }
    }

    package func hasManager(otherThan name: UserName) async throws -> Bool {
        try access { state in state.users.values.contains { $0.name != name && $0.canManage } }
    }

    package func usersToQuiet() async throws -> [User] {
        try access { $0.users.values.filter { !$0.isActive }.sorted { $0.name < $1.name } }
    }

    package func changeUser(
        _ name: UserName, _ change: UserChange, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [Revocation] {
        try access { state in
            guard let user = state.users[name] else { throw AccountConflict.unknown(name) }
            let next = user.applying(change)
            let others = state.users.values.filter { $0.name != name && $0.canManage }
            if user.canManage, !next.canManage, others.isEmpty { throw AccountConflict.lastAdmin(name) }
            state.users[name] = next
            state.note(audit)
            guard change.takesAway else { return [] }
            state.cuts[name] = now
            return state.endSessions(of: name, .all, at: now).map { .session($0) } + [.user(name, before: now)]
        }
    }

    package func finishRemoval(_ name: UserName, at now: Timestamp) async throws {
        try access { state in
            guard case .leaving = state.users[name]?.standing else { return }
            _ = state.endSessions(of: name, .all, at: now)
            state.users[name] = nil
            for group in state.groups.keys { state.groups[group]?.members.removeAll { $0 == name } }
            state.passwords[name] = nil
            state.tokens.removeAll { $0.token.user == name }
            state.links = state.links.filter { $0.value.user != name }
            state.cuts[name] = now
        }
    }

    package func noteActivity(_ name: UserName, at now: Timestamp) async throws {
        try access { state in
            guard let user = state.users[name], user.lastActivity.map({ $0 < now }) ?? true else { return }
            state.users[name]?.lastActivity = now
        }
    }

    // MARK: Tokens

    package func addToken(
        _ hash: SecretHash, user: UserName, scopes: Set<Scope>?, note: String, createdAt: Timestamp,
        expiresAt: Timestamp?, audit: AuditEntry?
    ) async throws -> Token {
        try access { state in
            try state.require(user)
            let token = Token(
                id: TokenID("a\(state.nextToken)"), user: user, scopes: scopes, note: note, createdAt: createdAt,
                expiresAt: expiresAt)
            state.nextToken += 1
            state.tokens.append((hash, token))
            state.note(audit)
            return token
        }
    }

    package func token(_ hash: SecretHash) async throws -> Token? {
        try access { state in state.tokens.first { $0.hash == hash }?.token }
    }

    package func tokens(of user: UserName) async throws -> [Token] {
        try access { state in state.tokens.map(\.token).filter { $0.user == user } }
    }

    package func removeToken(
        _ id: TokenID, of user: UserName, at now: Timestamp, audit: AuditEntry?
    ) async throws -> Bool {
        try access { state in
            let removed = state.removeTokens(at: now) { $0.id == id && $0.user == user }
            if !removed.isEmpty { state.note(audit) }
            return !removed.isEmpty
        }
    }

    package func removeTokens(of user: UserName, at now: Timestamp, audit: AuditEntry?) async throws -> [TokenID] {
        try access { state in
            let removed = state.removeTokens(at: now) { $0.user == user }
            if !removed.isEmpty { state.note(audit) }
            return removed
        }
    }

    package func noteUse(of token: TokenID, at now: Timestamp) async throws {
        try access { state in
            guard let index = state.tokens.firstIndex(where: { $0.token.id == token }),
                state.tokens[index].token.lastActivity.map({ $0 < now }) ?? true
            else { return }
            state.tokens[index].token.lastActivity = now
        }
    }

    // MARK: Sessions and links

    package func addSession(_ hash: SecretHash, _ session: Session, audit: AuditEntry?) async throws {
        try access { state in
            try state.require(session.user)
            state.sweepSessions(at: session.createdAt)
            state.sessions.append((hash, session))
            state.note(audit)
        }
    }

    package func session(_ hash: SecretHash) async throws -> Session? {
        try access { state in state.sessions.first { $0.hash == hash }?.session }
    }

    package func endSessions(
        of user: UserName, _ which: SessionChoice, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [SessionID] {
        try access { state in
            let ended = state.endSessions(of: user, which, at: now)
            if !ended.isEmpty { state.note(audit) }
            return ended
        }
    }

    package func noteUse(of session: SessionID, at now: Timestamp) async throws {
        try access { state in
            guard let index = state.sessions.firstIndex(where: { $0.session.id == session }),
                state.sessions[index].session.lastSeen < now
            else { return }
            state.sessions[index].session.lastSeen = now
        }
    }

    // MARK: Passwords

    package func password(of user: UserName) async throws -> PasswordHash? { try access { $0.passwords[user] } }

    package func setPassword(
        _ hash: PasswordHash, of user: UserName, keeping kept: SessionID?, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [SessionID] {
        try access { state in
            try state.require(user)
            state.passwords[user] = hash
            state.note(audit)
            return state.endSessions(of: user, kept.map { .allBut($0) } ?? .all, at: now)
        }
    }

    package func sessions(of user: UserName) async throws -> [Session] {
        try access { state in
            state.sessions.map(\.session).filter { $0.user == user }.sorted { $0.createdAt < $1.createdAt }
        }
    }

    package func revocations(at now: Timestamp) async throws -> [Revocation] {
        try access { state in
            let long = now - Revocation.memory
            let sessions = state.revoked.filter { $0.expiresAt > now }.map(\.id).sorted { $0.value < $1.value }
            let tokens = state.revokedTokens.filter { $0.value > long }.keys.sorted { $0.value < $1.value }
            let cuts = state.cuts.filter { $0.value > long }.sorted { $0.key < $1.key }
            return sessions.map { .session($0) } + tokens.map { .token($0) }
                + cuts.map { .user($0.key, before: $0.value) }
        }
    }

    package func addLoginLink(
        _ hash: SecretHash, user: UserName, expiresAt: Timestamp, audit: AuditEntry?
    ) async throws {
        try access { state in
            try state.require(user)
            state.links[hash] = (user, expiresAt)
            state.note(audit)
        }
    }

    package func takeLoginLink(_ hash: SecretHash, at now: Timestamp) async throws -> UserName? {
        try access { state in
            guard let link = state.links.removeValue(forKey: hash), link.expiresAt > now else { return nil }
            return link.user
        }
    }

    /// One transaction: what `body` changed is forgotten when it throws.
    func access<Value: Sendable>(_ body: (inout State) throws -> Value) throws -> Value {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            var draft = state
            let value = try body(&draft)
            state = draft
            return value
        }
    }
}

extension MemoryAccountStore.State {
    /// The account with its groups.
    fileprivate func user(_ name: UserName) -> User? {
        guard var user = users[name] else { return nil }
        let own = groups.values.filter { $0.members.contains(name) }.sorted { $0.name < $1.name }
        guard !own.isEmpty else { return user }
        user.groups = own.map(\.name.value)
        user.policy = GroupPolicy(of: own.map(\.policy))
        return user
    }

    fileprivate mutating func takeUID() -> UInt32 {
        defer { if case .base = uids { nextUID += 1 } }
        return nextUID
    }

    func require(_ name: UserName) throws {
        if users[name] == nil { throw AccountConflict.unknown(name) }
    }

    fileprivate mutating func removeTokens(at now: Timestamp, where matches: (Token) -> Bool) -> [TokenID] {
        let removed = tokens.map(\.token).filter(matches).map(\.id)
        tokens.removeAll { matches($0.token) }
        for id in removed { revokedTokens[id] = now }
        return removed
    }

    fileprivate mutating func endSessions(
        of user: UserName, _ which: SessionChoice, at now: Timestamp
    ) -> [SessionID] {
        sweepSessions(at: now)
        let ended = sessions.map(\.session).filter { session in
            guard session.user == user else { return false }
            return switch which {
            case .all: true
            case .one(let id): session.id == id
            case .allBut(let id): session.id != id
            }
        }
        let ids = Set(ended.map(\.id))
        revoked += ended
        sessions.removeAll { ids.contains($0.session.id) }
        return ids.sorted { $0.value < $1.value }
    }

    fileprivate mutating func sweepSessions(at now: Timestamp) {
        sessions.removeAll { $0.session.expiresAt <= now }
        revoked.removeAll { $0.expiresAt <= now }
    }

    mutating func note(_ entry: AuditEntry?) {
        if let entry { audit.append(entry) }
    }
}
