import Accounts
import Servers
import Support
import Testing

@Suite("Credentials become a principal")
struct GatekeeperTests {
    private let store = MemoryAccountStore()
    private let time = VirtualTime()

    private var gatekeeper: Gatekeeper { Gatekeeper(accounts: store, time: time) }

    private func ada(isAdmin: Bool = false) async throws -> User {
        try await store.addUser(UserName("ada"), isAdmin: isAdmin, at: time.now(), audit: nil)
    }

    private func addToken(_ secret: Secret, scopes: Set<Scope>? = nil, for duration: Duration? = nil) async throws {
        _ = try await store.addToken(
            secret.hash, user: UserName("ada"), scopes: scopes, note: "", createdAt: time.now(),
            expiresAt: duration.map { time.now() + $0 }, audit: nil)
    }

    @Test("A token stands for its user, with an address and a name for the audit log")
    func token() async throws {
        let user = try await ada()
        let secret = Secret(prefix: "bth_")
        try await addToken(secret)
        let principal = try #require(try await gatekeeper.principal(token: secret, address: "10.0.0.1"))
        #expect(principal.user == user)
        #expect(principal.permissions == Permissions(of: user))
        #expect(principal.address == "10.0.0.1")
        #expect(principal.auditName == "ada/token a1")
    }

    @Test("An unknown, removed or expired token is nobody's; one ends exactly when it says")
    func noToken() async throws {
        _ = try await ada()
        let (forever, brief) = (Secret(), Secret())
        try await addToken(forever)
        try await addToken(brief, for: .seconds(10))
        #expect(try await gatekeeper.principal(token: Secret(), address: nil) == nil)
        time.advance(by: .microseconds(9_999_999))
        #expect(try await gatekeeper.principal(token: brief, address: nil) != nil)
        time.advance(by: .microseconds(1))
        #expect(try await gatekeeper.principal(token: brief, address: nil) == nil)
        _ = try await store.removeToken(TokenID("a1"), of: UserName("ada"), at: time.now(), audit: nil)
        #expect(try await gatekeeper.principal(token: forever, address: nil) == nil)
    }

    @Test("A token made by an admin loses its power when its owner does")
    func demoted() async throws {
        let user = try await ada(isAdmin: true)
        _ = try await store.addUser(UserName("root"), isAdmin: true, at: time.now(), audit: nil)
        let secret = Secret()
        try await addToken(secret, scopes: [Scope(.adminUsers), Scope(.servers, .user(user.name))])
        #expect(try await gatekeeper.principal(token: secret, address: nil)?.permissions.allows(.adminUsers) == true)
        _ = try await store.changeUser(user.name, .makeOrdinary, at: time.now(), audit: nil)
        let after = try await gatekeeper.principal(token: secret, address: nil)?.permissions
        #expect(after?.scopes == [Scope(.servers, .user(user.name))])
    }

    @Test("A token asked for with self is its owner in everything of their own")
    func selfScope() async throws {
        let user = try await ada()
        let secret = Secret()
        try await addToken(secret, scopes: [Scope(.self)])
        let held = try await gatekeeper.principal(token: secret, address: nil)?.permissions
        #expect(held == Permissions(of: user))
    }

    @Test("A session stands for its user until it expires or is removed")
    func session() async throws {
        let user = try await ada()
        let secret = Secret()
        let session = Session(
            id: SessionID("s"), user: user.name, createdAt: time.now(), expiresAt: time.now() + .seconds(10),
            address: nil)
        try await store.addSession(secret.hash, session)
        let (principal, found) = try #require(try await gatekeeper.principal(session: secret, address: nil))
        #expect(found == session)
        #expect(principal.auditName == "ada")
        #expect(try await gatekeeper.principal(session: Secret(), address: nil) == nil)
        time.advance(by: .seconds(10))
        #expect(try await gatekeeper.principal(session: secret, address: nil) == nil)
    }

    @Test("A store that fails is not an unknown credential")
    func failing() async throws {
        struct Broken: Error {}
        store.fail(with: Broken())
        await #expect(throws: Broken.self) { try await gatekeeper.principal(token: Secret(), address: nil) }
    }
}
