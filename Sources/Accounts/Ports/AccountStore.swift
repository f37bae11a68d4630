package import Servers

/// The port to where accounts are kept. Each method is one transaction; an `AuditEntry` given is written in the same one.
package protocol AccountStore: Sendable {
    func user(_ name: UserName) async throws -> User?
    func users() async throws -> [User]
    /// A part of those whose name has `text` in it, or who are in the group of that name, by name; empty text means all.
    func users(matching text: String, from offset: Int, atMost count: Int) async throws -> UserPart

    /// Whether anybody else than `name` can manage accounts.
    func hasManager(otherThan name: UserName) async throws -> Bool

    /// Those whose servers must not run: disabled or leaving.
    func usersToQuiet() async throws -> [User]

    /// Makes an account with the next free uid (from `uidBase` up, or `sharedUID`), which one of that name that is gone
    /// never had. Throws `AccountConflict.exists`.
    func addUser(_ name: UserName, isAdmin: Bool, at now: Timestamp, audit: AuditEntry?) async throws -> User

    /// All groups by name.
    func groups() async throws -> [Group]
    /// The policies of the groups that each of `users` is in, by name; nothing for who is in none.
    func policies(of users: [UserName]) async throws -> [UserName: [NamedPolicy]]
    /// Throws `AccountConflict.groupExists`.
    func addGroup(_ name: GroupName, audit: AuditEntry?) async throws
    /// Cuts off whoever has a token that reaches the group's members; answers what is to be revoked. Throws
    /// `AccountConflict.unknownGroup`.
    func removeGroup(_ name: GroupName, at now: Timestamp, audit: AuditEntry?) async throws -> [Revocation]
    /// Cuts off as `removeGroup` does where members leave. Throws `AccountConflict`: `unknownGroup`, or `unknown` for a
    /// user who joins; then nobody does.
    @discardableResult
    func changeGroup(
        _ name: GroupName, _ change: GroupChange, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [Revocation]

    /// Changes what an account is. What takes something away ends its sessions and cuts off what was authorised for it
    /// before `now`; answers what is to be revoked. Throws `AccountConflict`: `unknown`, `lastAdmin`.
    func changeUser(
        _ name: UserName, _ change: UserChange, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [Revocation]

    /// Lets a leaving account go, with its credentials and memberships; its history stays and its name is free.
    func finishRemoval(_ name: UserName, at now: Timestamp) async throws

    /// Notes that the user did something, if later than what is known.
    func noteActivity(_ name: UserName, at now: Timestamp) async throws

    /// Keeps a token, giving it the next id.
    func addToken(
        _ hash: SecretHash, user: UserName, scopes: Set<Scope>?, note: String, createdAt: Timestamp,
        expiresAt: Timestamp?, audit: AuditEntry?
    ) async throws -> Token
    func token(_ hash: SecretHash) async throws -> Token?
    func tokens(of user: UserName) async throws -> [Token]
    /// Answers whether there was one.
    func removeToken(_ id: TokenID, of user: UserName, at now: Timestamp, audit: AuditEntry?) async throws -> Bool
    /// Removes all of a user's tokens; answers which.
    func removeTokens(of user: UserName, at now: Timestamp, audit: AuditEntry?) async throws -> [TokenID]
    /// Notes that a token was used, if later than what is known.
    func noteUse(of token: TokenID, at now: Timestamp) async throws

    /// The user's password; nil while there is none.
    func password(of user: UserName) async throws -> PasswordHash?
    /// Keeps a password in place of the one before, and ends the user's sessions but `kept`; answers those it ended.
    func setPassword(
        _ hash: PasswordHash, of user: UserName, keeping kept: SessionID?, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [SessionID]

    func addSession(_ hash: SecretHash, _ session: Session, audit: AuditEntry?) async throws
    /// The session of this secret; nil once it was ended.
    func session(_ hash: SecretHash) async throws -> Session?
    /// Ends sessions of a user; answers which. Until its time is over `revocations` has it; nothing else
    /// does any more. An audit entry is written only where one was ended.
    func endSessions(
        of user: UserName, _ which: SessionChoice, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [SessionID]
    /// Notes that a session was used, if later than what is known.
    func noteUse(of session: SessionID, at now: Timestamp) async throws
    /// A user's sessions that were not ended, oldest first.
    func sessions(of user: UserName) async throws -> [Session]
    /// What was revoked and could still be in use somewhere: sessions ended before their time until that is over; removed
    /// tokens and users' cuts for `Revocation.memory`.
    func revocations(at now: Timestamp) async throws -> [Revocation]

    /// Keeps a link that logs `user` in once before `expiresAt`.
    func addLoginLink(_ hash: SecretHash, user: UserName, expiresAt: Timestamp, audit: AuditEntry?) async throws
    /// Uses a link up: answers its user the first time before it expires, nil ever after.
    func takeLoginLink(_ hash: SecretHash, at now: Timestamp) async throws -> UserName?
}

/// A part of a list of users.
package struct UserPart: Hashable, Sendable {
    package let users: [User]
    /// How many the whole list has.
    package let total: Int

    package init(users: [User], total: Int) {
        self.users = users
        self.total = total
    }
}

extension AccountStore {
    /// The policies of the groups that the user is in, by name.
    package func policies(of user: UserName) async throws -> [NamedPolicy] {
        try await policies(of: [user])[user] ?? []
    }

    package func addSession(_ hash: SecretHash, _ session: Session) async throws {
        try await addSession(hash, session, audit: nil)
    }
}

/// Which of a user's sessions.
package enum SessionChoice: Hashable, Sendable {
    case all
    case one(SessionID)
    case allBut(SessionID)
}

/// A change of accounts that cannot be made.
package enum AccountConflict: Error, Hashable, Sendable {
    case exists(UserName)
    case unknown(UserName)
    /// Without this one nobody could manage accounts.
    case lastAdmin(UserName)
    case groupExists(GroupName)
    case unknownGroup(GroupName)
}
