import Accounts
import Servers

extension AccountStoreConformance {
    private static let start = StoreSamples.start
    private static let hash = Result { try PasswordHash(hashing: "correct horse", cost: .init(logN: 1, r: 1, p: 1)) }

    /// Passwords, and ending several credentials at once.
    static let logins: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("A password is kept for its user, and replaced; nobody unknown has one") { subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            let first = try hash.get()
            let second = PasswordHash(decoyOf: .init(logN: 1, r: 1, p: 1))
            let entry = StoreSamples.audit("user.password")
            try same(try await subject.store.password(of: ada.name), nil)
            for (hash, entry) in [(first, entry), (second, nil)] {
                _ = try await subject.store.setPassword(hash, of: ada.name, keeping: nil, at: start, audit: entry)
                try same(try await subject.store.password(of: ada.name), hash)
            }
            try same(try await subject.store.password(of: bob.name), nil)
            let error = try await failing {
                try await subject.store.setPassword(
                    first, of: UserName("eve"), keeping: nil, at: start, audit: entry)
            }
            try same(error as? AccountConflict, .unknown(try UserName("eve")))
            try same(try await subject.audit(), [entry])
        },
        ConformanceCase("A new password ends the user's sessions, but not the one that is kept, nor another's") {
            subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            for (id, user) in [("a", ada), ("b", ada), ("c", ada), ("x", bob)] {
                try await subject.store.addSession(Secret().hash, session(id, user))
            }
            let hash = try hash.get()
            let kept = SessionID("b")
            let ended = try await subject.store.setPassword(hash, of: ada.name, keeping: kept, at: start, audit: nil)
            try same(ended.map(\.value), ["a", "c"])
            try same(try await subject.store.sessions(of: ada.name).map(\.id), [kept])
            try same(try await subject.store.sessions(of: bob.name).count, 1)
            try same(try await subject.store.revocations(at: start), ended.map { .session($0) })
        },
        ConformanceCase("Only the user's own sessions are ended, and only then is there an audit entry") { subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            for id in ["a", "b"] { try await subject.store.addSession(Secret().hash, session(id, ada)) }
            let entry = StoreSamples.audit("session.end")
            func end(_ user: User, _ which: SessionChoice) async throws -> [String] {
                try await subject.store.endSessions(of: user.name, which, at: start, audit: entry).map(\.value)
            }
            try same(try await end(bob, .one(SessionID("a"))), [])
            try same(try await end(bob, .all), [])
            try same(try await subject.audit(), [])
            try same(try await end(ada, .one(SessionID("a"))), ["a"])
            try same(try await end(ada, .all), ["b"])
            try same(try await end(ada, .all), [])
            try same(try await subject.audit(), [entry, entry])
        },
        ConformanceCase("All tokens of a user go at once, and no other's") { subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            for user in [ada, bob, ada] {
                _ = try await subject.store.addToken(
                    Secret().hash, user: user.name, scopes: nil, note: "", createdAt: start, expiresAt: nil, audit: nil)
            }
            let entry = StoreSamples.audit("token.revoke")
            try same(
                try await subject.store.removeTokens(of: ada.name, at: start, audit: entry).map(\.value), ["a1", "a3"])
            try same(try await subject.store.removeTokens(of: ada.name, at: start, audit: entry), [])
            try same(try await subject.store.tokens(of: bob.name).map(\.id.value), ["a2"])
            try same(try await subject.audit(), [entry])
        },
        ConformanceCase("What a credential was last used at only moves forward") { subject in
            let ada = try await subject.add("ada")
            let token = try await subject.store.addToken(
                Secret().hash, user: ada.name, scopes: nil, note: "", createdAt: start, expiresAt: nil, audit: nil)
            try await subject.store.addSession(Secret().hash, session("s", ada))
            try same(try await subject.store.sessions(of: ada.name).map(\.lastSeen), [start])
            for offset in [5, 9, 7] {
                try await subject.store.noteUse(of: token.id, at: start + .seconds(offset))
                try await subject.store.noteUse(of: SessionID("s"), at: start + .seconds(offset))
            }
            try same(try await subject.store.tokens(of: ada.name).map(\.lastActivity), [start + .seconds(9)])
            try same(try await subject.store.sessions(of: ada.name).map(\.lastSeen), [start + .seconds(9)])
            try await subject.store.noteUse(of: SessionID("gone"), at: start)
        },
    ]

    private static func session(_ id: String, _ user: User) -> Session {
        Session(
            id: SessionID(id), user: user.name, createdAt: start, expiresAt: start + .seconds(3600),
            address: "127.0.0.1", browser: "Firefox on Linux")
    }
}
