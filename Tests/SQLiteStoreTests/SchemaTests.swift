import Accounts
import GRDB
import Servers
import Support
import Testing

@testable import SQLiteStore

@Suite("What the schema itself refuses")
struct SchemaTests {
    /// A store with one user, one server, an event and an audit entry.
    private func filled() async throws -> OpenedStore {
        let opened = try OpenedStore()
        let key = try StoreSamples.key("ada")
        try await opened.subject().addOwner(key.owner)
        let server = StoreSamples.resized(StoreSamples.launched(key, id: "aaaa"))
        try await opened.store.change(key) { _ in
            ServerChange(
                server: server, events: [NewEvent(.requested, "")], audit: StoreSamples.audit("server.launch"),
                outcome: ())
        }
        let status = StoreSamples.fullStatus(of: server, phase: .started)
        try await opened.store.record(status, [], at: StoreSamples.start)
        try await opened.store.settleResize(
            server.id, revision: 1, .applied(StoreSamples.start), [], at: StoreSamples.start)
        let request = try await opened.store.addRequest(of: key.owner) { id, _ in
            RequestChange(StoreSamples.request(id, of: key))
        }
        _ = try await opened.store.changeRequest(request.id) {
            RequestChange($0.with(.withdrawn(at: StoreSamples.start)))
        }
        try await addRevokedSession(SessionID("ended"), of: key.owner, opened.store)
        return opened
    }

    /// A session that was to last an hour and was ended at once.
    private func addRevokedSession(_ id: SessionID, of user: UserName, _ store: SQLiteStore) async throws {
        let session = Session(
            id: id, user: user, createdAt: StoreSamples.start, expiresAt: StoreSamples.start + .seconds(3600),
            address: nil)
        try await store.addSession(Secret().hash, session)
        _ = try await store.endSessions(of: user, .one(id), at: StoreSamples.start, audit: nil)
    }

    @Test(
        "History cannot be changed, and nothing that is not true can be written",
        arguments: [
            "UPDATE events SET message = 'other'", "DELETE FROM events",
            "UPDATE audit SET result = 'other'", "DELETE FROM audit",
            "DELETE FROM users", "DELETE FROM servers",
            "UPDATE servers SET generation = -1", "UPDATE servers SET spec = NULL", "UPDATE servers SET spec = '{'",
            "UPDATE servers SET desired = 'stopped'", "UPDATE servers SET desired = 'maybe'",
            "UPDATE servers SET removed_at = 1", "UPDATE servers SET options = NULL",
            "UPDATE servers SET display_name = ''",
            "INSERT INTO servers SELECT 'other', owner, name, display_name, uid, generation, desired, stop_reason, options, spec, created_at, launched_at, removed_at FROM servers",
            "UPDATE servers SET created_at = 'yesterday'", "UPDATE servers SET owner = 'eve'",
            "UPDATE status SET phase = 'unknown'", "UPDATE status SET phase = 'finished', reason = NULL",
            "UPDATE status SET endpoint_port = NULL", "UPDATE status SET endpoint_port = 70000",
            "UPDATE status SET healthy = 2", "UPDATE users SET uid = 0",
            "INSERT INTO users (name, is_admin, uid, shares_uid, created_at) VALUES ('bob', 0, 20000, 0, 1)",
            "UPDATE users SET standing = 'away'",
            "INSERT INTO tokens (hash, user, note, created_at) VALUES ('short', 'ada', '', 1)",
            "INSERT INTO sessions (id, hash, user, created_at, expires_at, revoked_at) "
                + "VALUES ('s', hex(zeroblob(32)), 'ada', 1, 9, 9)",
            "INSERT INTO passwords VALUES ('ada', 'correct horse', 1)",
            "UPDATE resizes SET settled_at = NULL", "UPDATE resizes SET target = '{}'", "DELETE FROM resizes",
            "INSERT INTO resizes SELECT server, 0, generation, target, asked, before, principal, at, 0, NULL, NULL, NULL, NULL FROM resizes",
            "INSERT INTO resizes SELECT server, 2, generation, target, asked, before, principal, at, 0, NULL, NULL, 'engine', NULL FROM resizes",
            "INSERT INTO resizes SELECT 'other', 2, generation, target, asked, before, principal, at, 0, NULL, NULL, NULL, NULL FROM resizes",
            "UPDATE requests SET state = 'pending'", "UPDATE requests SET is_open = 1",
            "INSERT INTO requests SELECT 2, owner, server, NULL, NULL, NULL, duration, reason, asked_by, created_at, 'ended', "
                + "detail, 0 FROM requests",
            "UPDATE sessions SET revoked_at = NULL", "UPDATE sessions SET expires_at = expires_at + 1",
        ])
    func refused(sql: String) async throws {
        let opened = try await filled()
        let problem = await #expect(throws: StoreProblem.self) {
            try await opened.store.write { db in try db.execute(sql: sql) }
        }
        #expect(problem?.kind == .failed)
    }

    @Test(
        "The ledger cannot be changed, and intervals of one server cannot overlap",
        arguments: [
            "UPDATE usage_intervals SET cpu = 0", "DELETE FROM usage_intervals", "UPDATE usage_sessions SET lasted = 0",
            "DELETE FROM usage_sessions", "UPDATE usage_open SET state = '{'", "UPDATE usage_open SET cpu = -1",
            "INSERT INTO usage_sessions SELECT NULL, server, generation, owner, name, groups, profile, node, image, "
                + "began_at, started_at, ended_at, lasted, reason, is_raised, is_resized, has_request, ran_out_of_memory, "
                + "peak_memory, peak_cores, default_memory, default_cpu FROM usage_sessions",
        ]
            + [
                "began_at - 3, began_at + 1", "ended_at - 1, ended_at + 9", "began_at, ended_at",
                "ended_at + 9, ended_at",
            ]
            .map {
                "INSERT INTO usage_intervals SELECT NULL, server, generation, owner, name, groups, profile, node, image, "
                    + "cpu_reserve, cpu_burst, memory, gpus, \($0), cpu, memory_time, peak_memory, peak_cores "
                    + "FROM usage_intervals"
            })
    func ledger(sql: String) async throws {
        let opened = try OpenedStore()
        let (ada, bob) = (try StoreSamples.key("ada"), try StoreSamples.key("bob"))
        let ended = try await opened.subject().launch(ada, id: "aaaa")
        let running = try await opened.subject().launch(bob, id: "bbbb")
        for server in [ended, running] {
            try await opened.store.record(
                StoreSamples.fullStatus(of: server, phase: .started), [], at: StoreSamples.start)
        }
        opened.time.advance(by: .seconds(5))
        try await opened.store.record(StoreSamples.fullStatus(of: ended, phase: .finished), [], at: opened.time.now())
        #expect(try await opened.store.usage(UsageQuery(by: .user)).rows.map(\.time) == [.seconds(5)])
        let problem = await #expect(throws: StoreProblem.self) {
            try await opened.store.write { db in try db.execute(sql: sql) }
        }
        #expect(problem?.kind == .failed)
    }

    @Test("A row that cannot be understood is damage, not a trap")
    func unreadable() async throws {
        let opened = try await filled()
        try await opened.store.write { db in
            try db.execute(sql: "UPDATE servers SET spec = '{\"profile\": 3}'")
        }
        let problem = await #expect(throws: StoreProblem.self) { try await opened.store.servers(of: nil) }
        #expect(problem?.kind == .damaged)
    }

    @Test("A revoked session is still known as revoked when the store is opened again")
    func revokedSessionStays() async throws {
        let opened = try await filled()
        opened.store.close()
        let again = try OpenedStore.open(opened.path)
        defer { again.close() }
        #expect(try await again.revocations(at: StoreSamples.start) == [.session(SessionID("ended"))])
    }

    @Test("A uid is never given again, even when its account is gone")
    func uidsStay() async throws {
        let opened = try OpenedStore()
        for name in ["ada", "bob"] { try await add(name, opened.store) }
        try await opened.store.write { db in try db.execute(sql: "DELETE FROM users WHERE name = 'bob'") }
        #expect(try await add("cy", opened.store).uid == 20_002)
        opened.store.close()
        let raised = try OpenedStore.open(opened.path, uids: .base(30_000))
        #expect(try await add("di", raised).uid == 30_000)
        raised.close()
        let lowered = try OpenedStore.open(opened.path, uids: .base(1_000))
        defer { lowered.close() }
        #expect(try await add("ed", lowered).uid == 30_001)
    }

    @Test("A shared uid is everyone's, and accounts made before keep their own")
    func sharedUID() async throws {
        let opened = try OpenedStore()
        try await add("ada", opened.store)
        opened.store.close()
        let shared = try OpenedStore.open(opened.path, uids: .shared(1000))
        defer { shared.close() }
        for name in ["bob", "cy"] { try await add(name, shared) }
        #expect(try await shared.users().map(\.uid) == [20_000, 1000, 1000])
    }

    @Test("A user's groups come sorted, with the user and with all users")
    func groups() async throws {
        let opened = try OpenedStore()
        for name in ["ada", "bob"] { try await add(name, opened.store) }
        try await opened.store.write { db in
            try db.execute(
                sql: """
                    INSERT INTO groups (name) VALUES ('physics'), ('art');
                    INSERT INTO memberships VALUES ('ada', 'physics'), ('ada', 'art'), ('bob', 'art');
                    """)
        }
        #expect(try await opened.store.user(UserName("ada"))?.groups == ["art", "physics"])
        #expect(try await opened.store.users().map(\.groups) == [["art", "physics"], ["art"]])
    }

    @Test("The audit log comes newest first, as many as asked for")
    func auditLog() async throws {
        let opened = try OpenedStore()
        for name in ["ada", "bob"] {
            let entry = StoreSamples.audit("user.add", target: name)
            _ = try await opened.store.addUser(UserName(name), isAdmin: false, at: StoreSamples.start, audit: entry)
        }
        #expect(try await opened.store.auditLog(limit: 9).map(\.target) == ["bob", "ada"])
        #expect(try await opened.store.auditLog(limit: 1).map(\.target) == ["bob"])
        #expect(try await opened.store.auditLog(limit: -1) == [])
    }

    @discardableResult
    private func add(_ name: String, _ store: SQLiteStore) async throws -> User {
        try await store.addUser(UserName(name), isAdmin: false, at: StoreSamples.start, audit: nil)
    }
}
