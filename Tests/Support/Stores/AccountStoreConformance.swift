package import Accounts
package import Servers

/// An account store to check, with what the checks need beside the port.
package struct AccountStoreSubject: Sendable {
    /// Must give uids from 20000 up.
    package let store: any AccountStore
    /// All audit entries, oldest first.
    package let audit: @Sendable () async throws -> [AuditEntry]

    package init(store: any AccountStore, audit: @escaping @Sendable () async throws -> [AuditEntry]) {
        self.store = store
        self.audit = audit
    }

    @discardableResult
    func add(_ name: String, isAdmin: Bool = false) async throws -> User {
        try await store.addUser(UserName(name), isAdmin: isAdmin, at: StoreSamples.start, audit: nil)
    }
}

/// The contract of `AccountStore`.
package enum AccountStoreConformance {
    package static let cases: [ConformanceCase<AccountStoreSubject>] =
        users + tokens + sessions + links + logins + standing + groups

    private static let start = StoreSamples.start

    private static let users: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("Accounts get ascending uids, are read back whole, and come by name") { subject in
            let entry = StoreSamples.audit("user.add", target: "cy")
            let cy = try await subject.store.addUser(UserName("cy"), isAdmin: true, at: start, audit: entry)
            let ada = try await subject.add("ada")
            try same(cy, User(name: try UserName("cy"), isAdmin: true, uid: 20_000, createdAt: start))
            try same(ada.uid, 20_001)
            try same(try await subject.store.user(UserName("cy")), cy)
            try same(try await subject.store.user(UserName("eve")), nil)
            try same(try await subject.store.users(), [ada, cy])
            try same(try await subject.audit(), [entry])
        },
        ConformanceCase("A name is given once, and a refused account leaves nothing behind") { subject in
            try await subject.add("ada")
            let error = try await failing {
                try await subject.store.addUser(
                    UserName("ada"), isAdmin: true, at: start, audit: StoreSamples.audit("user.add"))
            }
            try same(error as? AccountConflict, .exists(try UserName("ada")))
            try same(try await subject.store.user(UserName("ada"))?.isAdmin, false)
            try same(try await subject.audit(), [])
            try same(try await subject.add("bob").uid, 20_001)
        },
        ConformanceCase("Accounts made at once all get uids of their own") { subject in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<40 { group.addTask { try await subject.add("user\(index)") } }
                try await group.waitForAll()
            }
            try same(Set(try await subject.store.users().map(\.uid)), Set(20_000..<20_040))
        },
        ConformanceCase("Activity only moves forward, and nobody unknown is noted") { subject in
            let ada = try await subject.add("ada")
            for offset in [5, 9, 7] { try await subject.store.noteActivity(ada.name, at: start + .seconds(offset)) }
            try same(try await subject.store.user(ada.name)?.lastActivity, start + .seconds(9))
            try await subject.store.noteActivity(UserName("eve"), at: start)
            try same(try await subject.store.users().count, 1)
        },
    ]

    private static let tokens: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("Tokens are numbered a1, a2 … and a number is never used again") { subject in
            let ada = try await subject.add("ada")
            let entry = StoreSamples.audit("token.create")
            let scopes: Set<Scope> = [try Scope("access:servers!server=ada/gpu"), try Scope("self")]
            let hash = Secret(prefix: "bth_").hash
            let first = try await subject.store.addToken(
                hash, user: ada.name, scopes: scopes, note: "for \"CI\"", createdAt: start,
                expiresAt: start + .seconds(60), audit: entry)
            let expected = Token(
                id: TokenID("a1"), user: ada.name, scopes: scopes, note: "for \"CI\"", createdAt: start,
                expiresAt: start + .seconds(60))
            try same(first, expected)
            try same(try await subject.store.token(hash), expected)
            let second = try await addToken(subject, ada)
            try same(second.id, TokenID("a2"))
            try same(try await subject.store.removeToken(second.id, of: ada.name, at: start, audit: nil), true)
            try same(try await addToken(subject, ada).id, TokenID("a3"))
            try same(try await subject.store.tokens(of: ada.name).map(\.id.value), ["a1", "a3"])
            try same(try await subject.audit(), [entry])
        },
        ConformanceCase("A token without scopes and one with no scope at all are told apart") { subject in
            let ada = try await subject.add("ada")
            for scopes in [nil, Set<Scope>()] {
                let hash = Secret().hash
                _ = try await subject.store.addToken(
                    hash, user: ada.name, scopes: scopes, note: "", createdAt: start, expiresAt: nil, audit: nil)
                try same(try await subject.store.token(hash)?.scopes, scopes)
            }
        },
        ConformanceCase("A token is removed by its owner's name only, and then it is gone") { subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            let hash = Secret().hash
            let token = try await addToken(subject, ada, hash)
            let entry = StoreSamples.audit("token.remove")
            try same(try await subject.store.removeToken(token.id, of: bob.name, at: start, audit: entry), false)
            try same(try await subject.store.token(hash), token)
            try same(try await subject.audit(), [])
            try same(try await subject.store.removeToken(token.id, of: ada.name, at: start, audit: entry), true)
            try same(try await subject.store.token(hash), nil)
            try same(try await subject.store.removeToken(token.id, of: ada.name, at: start, audit: entry), false)
            try same(try await subject.audit(), [entry])
        },
        ConformanceCase("Nobody unknown gets a token, a session or a link") { subject in
            let eve = User(name: try UserName("eve"), isAdmin: false, uid: 1, createdAt: start)
            try same(
                try await failing { try await addToken(subject, eve) } as? AccountConflict, .unknown(eve.name))
            let session = session("s", eve)
            try same(
                try await failing { try await subject.store.addSession(Secret().hash, session) } as? AccountConflict,
                .unknown(eve.name))
            let link = try await failing {
                try await subject.store.addLoginLink(Secret().hash, user: eve.name, expiresAt: start, audit: nil)
            }
            try same(link as? AccountConflict, .unknown(eve.name))
        },
    ]

    private static let sessions: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("Sessions are found by secret, listed by age, and removed by id") { subject in
            let ada = try await subject.add("ada")
            let (hash, other) = (Secret().hash, Secret().hash)
            let (late, early) = (session("late", ada, after: 5), session("early", ada))
            try await subject.store.addSession(hash, late)
            try await subject.store.addSession(other, early)
            try same(try await subject.store.session(hash), late)
            try same(try await subject.store.session(Secret().hash), nil)
            try same(try await subject.store.sessions(of: ada.name), [early, late])
            _ = try await subject.store.endSessions(of: ada.name, .one(late.id), at: start + .seconds(6), audit: nil)
            _ = try await subject.store.endSessions(of: ada.name, .one(late.id), at: start + .seconds(7), audit: nil)
            try same(try await subject.store.session(hash), nil)
            try same(try await subject.store.sessions(of: ada.name), [early])
        },
        ConformanceCase("A new session sweeps away those that had expired") { subject in
            let ada = try await subject.add("ada")
            try await subject.store.addSession(Secret().hash, session("old", ada))
            let next = session("next", ada, after: 3600)
            try await subject.store.addSession(Secret().hash, next)
            try same(try await subject.store.sessions(of: ada.name), [next])
        },
        ConformanceCase("A session ended before its time is known as revoked until its time is over") { subject in
            let ada = try await subject.add("ada")
            let ended = [session("b", ada), session("a", ada, after: 5)]
            for session in ended + [session("kept", ada)] {
                try await subject.store.addSession(Secret().hash, session)
            }
            try same(try await subject.store.revocations(at: start), [])
            for session in ended {
                _ = try await subject.store.endSessions(
                    of: ada.name, .one(session.id), at: start + .seconds(9), audit: nil)
            }
            _ = try await subject.store.endSessions(
                of: ada.name, .one(SessionID("unknown")), at: start + .seconds(9), audit: nil)
            let (a, b) = (SessionID("a"), SessionID("b"))
            try same(try await subject.store.revocations(at: start + .seconds(3599)), [.session(a), .session(b)])
            try same(try await subject.store.revocations(at: start + .seconds(3600)), [.session(a)])
            try same(try await subject.store.revocations(at: start + .seconds(3605)), [])
        },
        ConformanceCase("A revoked session outlasts what happens to others, and is swept when it has expired") {
            subject in
            let ada = try await subject.add("ada")
            let (first, other) = (session("first", ada), session("other", ada, after: 10))
            try await subject.store.addSession(Secret().hash, first)
            _ = try await subject.store.endSessions(of: ada.name, .one(first.id), at: start + .seconds(1), audit: nil)
            try await subject.store.addSession(Secret().hash, other)
            _ = try await subject.store.endSessions(of: ada.name, .one(first.id), at: start + .seconds(20), audit: nil)
            try same(try await subject.store.revocations(at: start), [.session(first.id)])
            try await subject.store.addSession(Secret().hash, session("next", ada, after: 3600))
            try same(try await subject.store.revocations(at: start), [])
        },
        ConformanceCase("A session that is ended after its time is forgotten, not revoked") { subject in
            let ada = try await subject.add("ada")
            let hash = Secret().hash
            try await subject.store.addSession(hash, session("old", ada))
            _ = try await subject.store.endSessions(
                of: ada.name, .one(SessionID("old")), at: start + .seconds(3600), audit: nil)
            try same(try await subject.store.session(hash), nil)
            try same(try await subject.store.revocations(at: start), [])
        },
    ]

    private static let links: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("A login link works once, and who made it is in the audit log") { subject in
            let entry = StoreSamples.audit("login-link.create")
            let ada = try await subject.add("ada")
            let hash = Secret().hash
            try await subject.store.addLoginLink(
                hash, user: ada.name, expiresAt: start + .seconds(600), audit: entry)
            try same(try await subject.audit(), [entry])
            try same(try await subject.store.takeLoginLink(Secret().hash, at: start), nil)
            let taken: [UserName] = try await withThrowingTaskGroup(of: UserName?.self) { group in
                for _ in 0..<10 { group.addTask { try await subject.store.takeLoginLink(hash, at: start) } }
                return try await group.reduce(into: [UserName]()) { all, name in if let name { all.append(name) } }
            }
            try same(taken, [ada.name])
        },
        ConformanceCase("A login link does not work from the moment it expires, nor afterwards") { subject in
            let ada = try await subject.add("ada")
            let hash = Secret().hash
            try await subject.store.addLoginLink(hash, user: ada.name, expiresAt: start, audit: nil)
            try same(try await subject.store.takeLoginLink(hash, at: start), nil)
            try same(try await subject.store.takeLoginLink(hash, at: Timestamp(microseconds: 0)), nil)
        },
    ]

    @discardableResult
    private static func addToken(
        _ subject: AccountStoreSubject, _ user: User, _ hash: SecretHash = Secret().hash
    ) async throws -> Token {
        try await subject.store.addToken(
            hash, user: user.name, scopes: nil, note: "", createdAt: start, expiresAt: nil, audit: nil)
    }

    /// A session that lasts an hour.
    private static func session(_ id: String, _ user: User, after seconds: Int = 0) -> Session {
        let created = start + .seconds(seconds)
        return Session(
            id: SessionID(id), user: user.name, createdAt: created, expiresAt: created + .seconds(3600), address: nil)
    }
}
