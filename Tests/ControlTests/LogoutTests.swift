import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Logging out")
struct LogoutTests {
    @Test("A session that logs out is refused by what runs, and kept as revoked for what starts later")
    func logout() async throws {
        let world = try World()
        let ada = try await world.person("ada")
        let sessions = world.useCases.manageSessions
        let link = try await sessions.makeLink(for: ada.user.name, by: ada)
        let (session, secret) = try await sessions.login(link: link, from: LoginClient(address: nil))

        try await sessions.logout(session, from: LoginClient(address: nil))
        let end = session.expiresAt
        #expect(try await world.accounts.session(secret.hash) == nil)
        #expect(world.revoker.revoked == ["session \(session.id)"])
        #expect(try await world.accounts.revocations(at: end + .microseconds(-1)) == [.session(session.id)])
        #expect(try await world.accounts.revocations(at: end) == [])
    }
}
