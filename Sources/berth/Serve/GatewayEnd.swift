import Accounts
import Control
import GatewayControl
import SQLiteStore
import Servers

/// What `serve` tells the gateway and hears from it.
struct GatewayEnd: Sendable {
    let store: SQLiteStore
    let keys: KeyRing
    let time: any TimeSource
    /// Whether admins may use other people's servers.
    let adminAccess: Bool
    let visits: NoteVisit
    let metrics: HubMetrics
    let health = GatewayHealth()

    var handlers: GatewayLink.Handlers {
        GatewayLink.Handlers(
            state: { try await state() }, grant: { await grant($0) }, activity: { await note($0) },
            visits: { for visit in $0 { try? await visits(visit.key, by: visit.user) } },
            certificate: { health.shows(.init(expiresAt: $0.expiresAt, problem: $0.problem)) },
            traffic: { metrics.note($0) })
    }

    /// Everything the gateway needs: the routes are those of started servers, as the store has them.
    private func state() async throws -> GatewayState {
        let servers = try await store.servers(of: nil)
        return GatewayState(
            instance: store.instance, originKey: keys.originKey, routes: servers.compactMap(route),
            names: servers.map(\.server.key).filter { !$0.name.isDefault },
            revocations: try await store.revocations(at: time.now()))
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

    /// Nobody's where the store cannot be read: the gateway asks again.
    private func grant(_ hash: SecretHash) async -> TokenGrant? {
        let now = time.now()
        let gatekeeper = Gatekeeper(accounts: store, time: time)
        guard let found = try? await gatekeeper.principal(tokenHash: hash, address: nil) else { return nil }
        let (principal, token) = found
        return TokenGrant(
            token: token.id, user: principal.user.name,
            permissions: principal.permissions.forServers(of: principal.user.name, othersToo: adminAccess),
            expiresAt: token.expiresAt, at: now)
    }

    private func note(_ reports: [ActivityReport]) async {
        for report in reports {
            try? await store.noteActivity(report.user, at: report.at)
            try? await store.noteUse(of: report.key, at: report.at)
        }
    }
}

/// Revokes through the gateway; one that attaches later learns of it from the store.
struct LinkRevoker: Revoker {
    let link: GatewayLink

    func revoke(_ revocation: Revocation) async { await link.revoke(revocation) }
    func refresh() async { await link.refresh() }
}
