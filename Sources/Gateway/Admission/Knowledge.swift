import Accounts
import GatewayControl
import Servers

/// What the gateway knows: told by `serve`, kept when `serve` is away. A value; what changes says what must follow.
struct Knowledge: Sendable {
    /// What must happen to connections after a change.
    enum Effect: Hashable, Sendable {
        /// Idle connections to this container are closed.
        case evict(ContainerID)
        /// Whatever goes on with another container of this server is closed.
        case supersede(ServerKey, by: ContainerID)
        /// Everything that the revoked one holds open is closed.
        case end(Revocation)
    }

    private struct CachedGrant {
        let grant: TokenGrant?
        let until: Timestamp
    }

    /// How long an answer about a token counts; a revocation ends it at once.
    static let grantLifetime = Duration.seconds(60)
    /// Bounds what strangers' tokens can make us remember.
    static let mostGrants = 10_000

    private(set) var seal: OriginSeal?
    private(set) var routes: [ServerKey: Route] = [:]
    /// Named servers, with and without a route.
    private var names: Set<ServerKey> = []
    private(set) var revocations: Set<Revocation> = []
    /// Grants from before these moments count no more.
    private var cuts: [UserName: Timestamp] = [:]
    private var grants: [SecretHash: CachedGrant] = [:]
    private var usedTickets: [String: Timestamp] = [:]
    /// Tickets from before are refused: which of them were used is forgotten.
    private let startedAt: Timestamp

    init(startedAt: Timestamp) { self.startedAt = startedAt }

    /// Whether `serve` has ever told what there is.
    var isAttached: Bool { seal != nil }

    /// Whether there is, or was a moment ago, a server of this name.
    func isNamed(_ server: ServerKey) -> Bool { names.contains(server) }

    func isRevoked(_ session: SessionID) -> Bool { revocations.contains(.session(session)) }

    // MARK: What `serve` tells

    mutating func attach(_ state: GatewayState) -> [Effect] {
        let told = state.routes.map(latest)
        let old = Set(routes.values.map(\.container))
        let new = Set(told.map(\.container))
        let changed = told.filter { routes[$0.key]?.container != $0.container }
        seal = OriginSeal(key: state.originKey)
        routes = Dictionary(told.map { ($0.key, $0) }) { _, last in last }
        names = Set(state.names ?? []).union(routes.keys)
        revocations = Set(state.revocations)
        cuts = [:]
        for revocation in state.revocations { note(revocation) }
        grants = grants.filter { entry in entry.value.grant.map { !isRevoked($0) } ?? true }
        return old.subtracting(new).map(Effect.evict) + changed.map { .supersede($0.key, by: $0.container) }
            + state.revocations.map(Effect.end)
    }

    mutating func publish(_ told: Route) -> [Effect] {
        let route = latest(told)
        names.insert(route.key)
        let old = routes.updateValue(route, forKey: route.key)?.container
        guard old != route.container else { return [] }
        return (old.map { [.evict($0)] } ?? []) + [.supersede(route.key, by: route.container)]
    }

    /// The route told, or the one that is known where that is of a later generation of the same server: after a restore from
    /// a backup `serve` tells what was, until it has seen what runs.
    private func latest(_ told: Route) -> Route {
        guard let known = routes[told.key], known.server == told.server, known.generation > told.generation
        else { return told }
        return known
    }

    mutating func withdraw(_ key: ServerKey) -> [Effect] {
        routes.removeValue(forKey: key).map { [.evict($0.container)] } ?? []
    }

    mutating func revoke(_ revocation: Revocation) -> [Effect] {
        revocations.insert(revocation)
        note(revocation)
        grants = grants.filter { entry in entry.value.grant.map { !isRevoked($0) } ?? true }
        return [.end(revocation)]
    }

    // MARK: Tokens

    /// What is known of a token: nil when `serve` must be asked, an inner nil when nobody holds it.
    func grant(_ hash: SecretHash, at now: Timestamp) -> TokenGrant?? {
        guard let cached = grants[hash], cached.until > now else { return nil }
        guard let grant = cached.grant else { return .some(nil) }
        return .some((grant.expiresAt.map { $0 > now } ?? true) && !isRevoked(grant) ? grant : nil)
    }

    /// Forgets what is known of tokens.
    mutating func refresh() { grants = [:] }

    mutating func remember(_ grant: TokenGrant?, for hash: SecretHash, at now: Timestamp) {
        if grants.count >= Self.mostGrants { grants = grants.filter { $0.value.until > now } }
        if grants.count >= Self.mostGrants { grants = [:] }
        grants[hash] = CachedGrant(
            grant: grant, until: now + Self.grantLifetime)
    }

    private func isRevoked(_ grant: TokenGrant) -> Bool {
        revocations.contains(.token(grant.token)) || cuts[grant.user].map { grant.at < $0 } ?? false
    }

    private mutating func note(_ revocation: Revocation) {
        if case .user(let name, let before) = revocation { cuts[name] = max(before, cuts[name] ?? before) }
    }

    // MARK: Tickets

    /// The server that a ticket of ours was for, good or not.
    func server(ofTicket text: String) -> ServerKey? { seal?.ticket(text)?.server }

    /// Uses a ticket up; nil when it is no good for `host`, or not any more.
    mutating func redeem(_ text: String, host: String, at now: Timestamp) -> (Ticket, pass: String)? {
        usedTickets = usedTickets.filter { $0.value > now }
        guard let seal, let ticket = seal.ticket(text), ticket.host == host, ticket.expiresAt > now,
            ticket.issuedAt > startedAt, usedTickets[ticket.id] == nil, ticket.sessionExpiresAt > now,
            !isRevoked(ticket.session)
        else { return nil }
        usedTickets[ticket.id] = ticket.expiresAt
        let pass = OriginPass(
            session: ticket.session, user: ticket.user, owner: ticket.server.owner, host: host,
            expiresAt: ticket.sessionExpiresAt)
        return (ticket, seal.seal(pass))
    }
}
