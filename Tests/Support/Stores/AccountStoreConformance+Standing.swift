import Accounts
import Servers

extension AccountStoreConformance {
    private static let start = StoreSamples.start

    /// How accounts stand: admins, disabled, leaving, gone.
    static let standing: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("An account is changed with an audit entry; nobody unknown is") { subject in
            let (ada, _) = (try await subject.add("ada"), try await subject.add("root", isAdmin: true))
            let entry = StoreSamples.audit("user.admin")
            func change(_ change: UserChange, _ entry: AuditEntry? = nil) async throws -> User {
                _ = try await subject.store.changeUser(ada.name, change, at: start, audit: entry)
                return try some(try await subject.store.user(ada.name))
            }
            try same(try await change(.makeAdmin, entry).isAdmin, true)
            try same(try await change(.makeOrdinary).isAdmin, false)
            try same(try await subject.store.usersToQuiet(), [])
            let disabled = try await change(.disable)
            try same(disabled.standing, .disabled)
            try same(try await subject.store.usersToQuiet().map(\.name), [ada.name])
            try same(try await subject.store.users().map(\.standing), [.disabled, .active])
            try same(try await change(.enable).standing, .active)
            let error = try await failing {
                try await subject.store.changeUser(UserName("eve"), .makeAdmin, at: start, audit: entry)
            }
            try same(error as? AccountConflict, .unknown(try UserName("eve")))
            try same(try await subject.audit(), [entry])
        },
        ConformanceCase("The last admin who can log in stays one, and nothing is written") { subject in
            let (ada, bob) = (try await subject.add("ada", isAdmin: true), try await subject.add("bob", isAdmin: true))
            try same(try await subject.store.hasManager(otherThan: ada.name), true)
            _ = try await subject.store.changeUser(bob.name, .disable, at: start, audit: nil)
            try same(try await subject.store.hasManager(otherThan: ada.name), false)
            try same(try await subject.store.hasManager(otherThan: bob.name), true)
            for change in [UserChange.makeOrdinary, .disable, .remove(purge: false)] {
                let error = try await failing {
                    try await subject.store.changeUser(ada.name, change, at: start, audit: StoreSamples.audit("no"))
                }
                try same(error as? AccountConflict, .lastAdmin(ada.name))
            }
            try same(try await subject.store.user(ada.name), ada)
            try same(try await subject.audit(), [])
            _ = try await subject.store.changeUser(bob.name, .enable, at: start, audit: nil)
            _ = try await subject.store.changeUser(ada.name, .makeOrdinary, at: start, audit: nil)
        },
        ConformanceCase("What is taken away ends the sessions and cuts the user off, and stays known for a month") {
            subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            for (id, user) in [("a", ada), ("b", bob)] {
                let session = Session(
                    id: SessionID(id), user: user.name, createdAt: start, expiresAt: start + .seconds(3600),
                    address: nil)
                try await subject.store.addSession(Secret().hash, session)
            }
            let revoked = try await subject.store.changeUser(ada.name, .disable, at: start + .seconds(1), audit: nil)
            let cut = Revocation.user(ada.name, before: start + .seconds(1))
            try same(revoked, [.session(SessionID("a")), cut])
            try same(try await subject.store.revocations(at: start + .seconds(2)), revoked)
            try same(try await subject.store.revocations(at: start + .seconds(3600)), [cut])
            try same(try await subject.store.revocations(at: start + .seconds(1) + Revocation.memory), [])
            try same(try await subject.store.changeUser(ada.name, .enable, at: start + .seconds(3), audit: nil), [])
            try same(try await subject.store.sessions(of: bob.name).count, 1)
        },
        ConformanceCase("A removed token stays known as revoked for a month") { subject in
            let ada = try await subject.add("ada")
            let token = try await subject.store.addToken(
                Secret().hash, user: ada.name, scopes: nil, note: "", createdAt: start, expiresAt: nil, audit: nil)
            try same(try await subject.store.removeToken(token.id, of: ada.name, at: start, audit: nil), true)
            try same(try await subject.store.revocations(at: start + .seconds(9)), [.token(token.id)])
            try same(try await subject.store.revocations(at: start + Revocation.memory), [])
        },
        ConformanceCase("A removed account leaves before it goes, and its name's next account has nothing of it") {
            subject in
            let ada = try await subject.add("ada", isAdmin: true)
            try await subject.add("root", isAdmin: true)
            let hash = Secret().hash
            _ = try await subject.store.addToken(
                hash, user: ada.name, scopes: nil, note: "", createdAt: start, expiresAt: nil, audit: nil)
            _ = try await subject.store.setPassword(
                PasswordHash(decoyOf: .init(logN: 1, r: 1, p: 1)), of: ada.name, keeping: nil, at: start, audit: nil)
            try await subject.store.finishRemoval(ada.name, at: start)
            try same(try await subject.store.user(ada.name), ada)
            _ = try await subject.store.changeUser(ada.name, .remove(purge: false), at: start, audit: nil)
            _ = try await subject.store.changeUser(ada.name, .enable, at: start, audit: nil)
            try same(try await subject.store.user(ada.name)?.standing, .leaving(purge: false))
            _ = try await subject.store.changeUser(ada.name, .remove(purge: true), at: start, audit: nil)
            try same(try await subject.store.usersToQuiet().map(\.standing), [.leaving(purge: true)])
            let taken = try await failing { try await subject.add("ada") }
            try same(taken as? AccountConflict, .exists(ada.name))
            try await subject.store.finishRemoval(ada.name, at: start + .seconds(5))
            try same(try await subject.store.user(ada.name), nil)
            try same(try await subject.store.users().count, 1)
            let next = try await subject.add("ada")
            try same(next, User(name: ada.name, isAdmin: false, uid: 20_002, createdAt: start))
            try same(try await subject.store.token(hash), nil)
            try same(try await subject.store.tokens(of: ada.name), [])
            try same(try await subject.store.password(of: ada.name), nil)
            let cut = Revocation.user(ada.name, before: start + .seconds(5))
            try same(try await subject.store.revocations(at: start + .seconds(6)), [cut])
        },
    ]
}
