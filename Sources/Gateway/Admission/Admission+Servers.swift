import Accounts
import GatewayControl
import NIOHTTP1
import Servers

// Requests below `/user/`: whose server, by what right.

extension Admission {
    func user(_ request: Request) -> Decision {
        let segments = request.path.segments
        guard segments.count > 1, let owner = try? UserName(segments[1]), owner.value == segments[1] else {
            return .reject(Rejection(status: 404, code: "no_such_server", message: "There is no such server."))
        }
        guard knowledge.isAttached else { return .notReady }
        let key = server(of: owner, segments)
        if let token = Credentials.token(request.head, path: request.path) {
            return byToken(request, key, token.hash)
        }
        guard request.kind.isNotebook, hosts.serves(request.host, owner: owner), let pass = pass(request, owner: owner)
        else { return .verdict(.login, key, request.originKind) }
        guard CrossOrigin.isAllowed(request.head, at: hosts.origins.notebooks(of: owner)) else {
            return .verdict(.crossOrigin, key, .notebook)
        }
        let access = Access(user: pass.user, credential: .session(pass.session), expiresAt: pass.expiresAt, since: now)
        return routed(request, key, access, .notebook)
    }

    /// The named server when there is one of that name, whether it runs or not, else the owner's default one.
    private func server(of owner: UserName, _ segments: [String]) -> ServerKey {
        guard segments.count > 2, let name = try? ServerName(segments[2]), !name.isDefault,
            knowledge.isNamed(ServerKey(owner: owner, name: name))
        else { return ServerKey(owner: owner) }
        return ServerKey(owner: owner, name: name)
    }

    private func byToken(_ request: Request, _ key: ServerKey, _ hash: SecretHash) -> Decision {
        guard let known = knowledge.grant(hash, at: now) else { return .askToken(hash) }
        guard let grant = known, grant.permissions.allows(.accessServers, server: key) else {
            return .verdict(.forbidden, key, .token)
        }
        let access = Access(
            user: grant.user, credential: .token(grant.token), expiresAt: grant.expiresAt, since: grant.at)
        return routed(request, key, access, .token)
    }

    private func routed(_ request: Request, _ key: ServerKey, _ access: Access, _ origin: OriginKind) -> Decision {
        guard let route = knowledge.routes[key] else { return .verdict(.notRunning, key, origin) }
        let isBare = request.path.segments.count == (key.name.isDefault ? 2 : 3)
        guard !isBare else { return .redirect(to: hosts.origins.path(of: key) + request.path.querySuffix) }
        return .proxy(route, access)
    }

    /// The first good pass among the cookies: for this host, for `owner` when given, not expired, not revoked.
    func pass(_ request: Request, owner: UserName?) -> OriginPass? {
        let name = Credentials.passCookie(isSecure: hosts.origins.hub.isSecure)
        return Credentials.cookies(name, in: request.head.headers).prefix(8).lazy
            .compactMap { knowledge.seal?.pass($0) }
            .first { pass in
                pass.host == request.host && (owner.map { $0 == pass.owner } ?? true) && pass.expiresAt > now
                    && !knowledge.isRevoked(pass.session)
            }
    }
}
