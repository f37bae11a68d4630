import Accounts
import Control
import GatewayControl
import SQLiteStore
import Servers
import Synchronization

/// What `serve` tells the gateway and hears from it.
struct GatewayEnd: Sendable {
    let store: SQLiteStore
    let keys: KeyRing
    let time: any TimeSource
    let revokedTokens = RevokedTokens()

    var handlers: GatewayLink.Handlers {
        GatewayLink.Handlers(state: { await state() }, grant: { await grant($0) }, activity: { await note($0) })
    }

    /// Everything the gateway needs: the routes are those of started servers, as the store has them.
    ///
    /// No routes when the revoked sessions cannot be read: the pass of one that was ended would open them.
    private func state() async -> GatewayState {
        let sessions = try? await store.revokedSessions(at: time.now())
        let servers = sessions == nil ? nil : try? await store.servers(of: nil)
        return GatewayState(
            instance: store.instance, originKey: keys.originKey, routes: (servers ?? []).compactMap(route),
            revocations: (sessions ?? []).map(Revocation.session) + revokedTokens.all.map(Revocation.token))
    }

    private func route(_ tracked: TrackedServer) -> Route? {
        guard tracked.phase == .started, let status = tracked.current, let container = status.container,
            let endpoint = status.endpoint
        else { return nil }
        let server = tracked.server
        return Route(
            key: server.key, server: server.id, generation: server.generation, container: container,
            endpoint: endpoint, token: keys.notebookToken(server: server.id, generation: server.generation))
    }

    private func grant(_ hash: SecretHash) async -> TokenGrant? {
        let gatekeeper = Gatekeeper(accounts: store, time: time)
        guard let found = try? await gatekeeper.principal(tokenHash: hash, address: nil) else { return nil }
        let (principal, token) = found
        return TokenGrant(
            token: token.id, user: principal.user.name, permissions: principal.permissions, expiresAt: token.expiresAt)
    }

    private func note(_ reports: [ActivityReport]) async {
        for report in reports { try? await store.noteActivity(report.user, at: report.at) }
    }
}

/// The tokens revoked since this process started, for a gateway that was out of reach then: it may hold their grants for
/// a minute and their streams for longer. A gateway that starts asks anew, so nothing need outlast this process for it.
final class RevokedTokens: Sendable {
    private let list = Mutex<Set<TokenID>>([])

    var all: Set<TokenID> { list.withLock { $0 } }

    func add(_ token: TokenID) { list.withLock { _ = $0.insert(token) } }
}

/// Revokes through the gateway; one that attaches later learns of sessions from the store, of tokens from the list.
struct LinkRevoker: Revoker {
    let link: GatewayLink
    let tokens: RevokedTokens

    func revoke(session: SessionID) async { await link.revoke(.session(session)) }

    func revoke(token: TokenID) async {
        tokens.add(token)
        await link.revoke(.token(token))
    }
}
