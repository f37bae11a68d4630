import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Logging in with a password")
struct LoginTests {
    private let password = "correct horse battery"

    /// A world where Ada has a password.
    private func withPassword() async throws -> (World, Principal) {
        let world = try World()
        let ada = try await world.person("ada")
        try await world.useCases.changePassword(to: password, current: nil, keeping: nil, by: ada)
        return (world, ada)
    }

    private func login(
        _ world: World, _ name: String, _ password: String, address: String = "10.0.0.1"
    ) async throws -> Principal {
        try await world.useCases.checkPassword(name: name, password: password, address: address)
    }

    private func refusal(_ body: () async throws -> Void) async throws -> Refusal {
        try await #require(#expect(throws: Refusal.self) { try await body() })
    }

    @Test("The right name and password are their user's, who may do all that is theirs")
    func right() async throws {
        let (world, ada) = try await withPassword()
        let found = try await login(world, "Ada", password)
        #expect(found.user == ada.user)
        #expect(found.permissions == Permissions(of: ada.user))
        #expect(found.auditName == "ada")
    }

    @Test("An unknown name, a wrong password and a user without one get the very same answer")
    func wrong() async throws {
        let (world, _) = try await withPassword()
        _ = try await world.person("bob")
        var answers: Set<Refusal> = []
        for (name, password) in [
            ("ada", "wrong password"), ("eve", password), ("bob", password), ("../x", ""), ("ada", ""),
        ] {
            answers.insert(try await refusal { _ = try await login(world, name, password) })
        }
        #expect(answers.count == 1)
        #expect(answers.first?.kind == .forbidden && answers.first?.code == "bad_login")
    }

    @Test("After five wrong ones even the right one waits, and the clock lets it in again")
    func throttled() async throws {
        let (world, _) = try await withPassword()
        for _ in 0..<5 { _ = try await refusal { _ = try await login(world, "ada", "wrong password") } }
        let late = try await refusal { _ = try await login(world, "ada", password) }
        #expect(late.kind == .quota)
        #expect(late.retryAfter == .seconds(30))
        _ = try await login(world, "ada", password, address: "10.0.0.2")
        world.time.advance(by: .seconds(30))
        _ = try await login(world, "ada", password)
    }

    @Test("A new password needs the present one, ends the other sessions, and is in the audit log without itself")
    func change() async throws {
        let (world, ada) = try await withPassword()
        let sessions = world.useCases.manageSessions
        let (here, _) = try await sessions.login(ada, from: LoginClient(address: nil))
        let (there, _) = try await sessions.login(ada, from: LoginClient(address: nil))
        let change = world.useCases.changePassword
        let refused = try await refusal {
            try await change(to: "another password", current: "wrong", keeping: here.id, by: ada)
        }
        #expect(refused.code == "wrong_password")
        await #expect(throws: InvalidValue.self) {
            try await change(to: "short", current: password, keeping: here.id, by: ada)
        }
        #expect(world.revoker.revoked.isEmpty)
        try await change(to: "another password", current: password, keeping: here.id, by: ada)
        #expect(world.revoker.revoked == ["session \(there.id)"])
        #expect(try await world.useCases.endSessions.all(of: ada.user.name, by: ada) == [here])
        _ = try await login(world, "ada", "another password")
        _ = try await refusal { _ = try await login(world, "ada", password) }
        #expect(world.accounts.audit.map(\.action).filter { $0 != "login" } == ["user.password", "user.password"])
        #expect(!"\(world.accounts.audit)".contains("another password"))
    }

    @Test("An admin makes a password for a user, whose sessions end; nobody else does, nor less of an admin")
    func reset() async throws {
        let (world, ada) = try await withPassword()
        let root = try await world.person("root", isAdmin: true)
        let (session, _) = try await world.useCases.manageSessions.login(ada, from: LoginClient(address: nil))
        let reset = world.useCases.changePassword.reset
        let less = Principal(
            user: root.user, credential: .token(TokenID("a1")),
            permissions: Permissions([Scope(.adminUsers), Scope(.readUsers)]), address: nil)
        for principal in [ada, less] {
            #expect(try await refusal { _ = try await reset(ada.user.name, principal) }.kind == .forbidden)
        }
        let made = try await reset(ada.user.name, root)
        #expect(world.revoker.revoked == ["session \(session.id)"])
        _ = try await login(world, "ada", made)
        _ = try await refusal { _ = try await login(world, "ada", password) }
    }

    @Test("A token that may do less than its owner changes no password")
    func restricted() async throws {
        let (world, ada) = try await withPassword()
        let less = Principal(
            user: ada.user, credential: .token(TokenID("a1")),
            permissions: Permissions([Scope(.readUsers, .user(ada.user.name))]), address: nil)
        let refused = try await refusal {
            try await world.useCases.changePassword(
                to: "another password", current: password, keeping: nil, by: less)
        }
        #expect(refused.kind == .forbidden)
    }

    @Test("Logging out everywhere ends every session, and every token where that is asked for")
    func everywhere() async throws {
        let world = try World()
        let (ada, bob) = (try await world.person("ada"), try await world.person("bob"))
        for _ in 0..<2 { _ = try await world.useCases.manageSessions.login(ada, from: LoginClient(address: nil)) }
        for person in [ada, bob] {
            _ = try await world.useCases.manageTokens.create(
                for: person.user.name, note: "", lifetime: nil, scopes: nil, by: person)
        }
        let end = world.useCases.endSessions
        #expect(try await end.everywhere(of: ada.user.name, tokensToo: false, by: ada) == (2, 0))
        #expect(try await end.everywhere(of: ada.user.name, tokensToo: true, by: ada) == (0, 1))
        #expect(world.revoker.revoked.count == 3 && world.revoker.revoked.last == "token a1")
        #expect(try await world.accounts.tokens(of: bob.user.name).count == 1)
        #expect(try await refusal { _ = try await end.all(of: ada.user.name, by: bob) }.kind == .notFound)
    }
}
