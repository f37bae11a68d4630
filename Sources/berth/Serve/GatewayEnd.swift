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
    let revocations = RevocationList()

    var handlers: GatewayLink.Handlers {
        GatewayLink.Handlers(state: { await state() }, grant: { await grant($0) }, activity: { await note($0) })
    }

    /// Everything the gateway needs: the routes are those of started servers, as the store has them.
    private func state() async -> GatewayState {
        let servers = (try? await store.servers(of: nil)) ?? []
        return GatewayState(
            instance: store.instance, originKey: keys.originKey, routes: servers.compactMap(route),
            revocations: revocations.all)
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

/// The credentials revoked since this process started, for a gateway that attaches later.
final class RevocationList: Sendable {
    private let list = Mutex<[Revocation]>([])

    var all: [Revocation] { list.withLock { $0 } }

    func add(_ revocation: Revocation) { list.withLock { $0.append(revocation) } }
}

/// Revokes through the gateway.
struct LinkRevoker: Revoker {
    let link: GatewayLink
    let revocations: RevocationList

    func revoke(session: SessionID) async { await revoke(.session(session)) }
    func revoke(token: TokenID) async { await revoke(.token(token)) }

    private func revoke(_ revocation: Revocation) async {
        revocations.add(revocation)
        await link.revoke(revocation)
    }
}
