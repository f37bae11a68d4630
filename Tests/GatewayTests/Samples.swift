import Accounts
import Foundation
import GatewayControl
import NIOHTTP1
import Servers

@testable import Gateway

/// Values that the tests of this module share: ada owns servers, bob looks on.
struct Samples {
    let ada: UserName
    let bob: UserName
    let origins: Origins
    let route: Route
    let gpu: Route
    let now = Timestamp(microseconds: 1_000_000_000_000)
    let key = Data(repeating: 7, count: 32)
    let secret = Secret(received: "bth_adas")

    init(backend: Endpoint = Endpoint(host: "127.0.0.1", port: 1)) throws {
        ada = try UserName("ada")
        bob = try UserName("bob")
        origins = try Origins(hubURL: "http://localhost:8000", notebookURL: "http://{user}.localhost:8000")
        route = Route(
            key: ServerKey(owner: ada), server: ServerID("s1"), generation: 1, container: ContainerID("c1"),
            endpoint: backend, token: "jupyter")
        gpu = Route(
            key: ServerKey(owner: ada, name: try ServerName("gpu")), server: ServerID("s2"), generation: 1,
            container: ContainerID("c2"), endpoint: backend, token: "gpu-token")
    }

    /// The next generation of ada's default server.
    var replacement: Route {
        Route(
            key: route.key, server: route.server, generation: 2, container: ContainerID("c9"), endpoint: route.endpoint,
            token: "jupyter")
    }

    var seal: OriginSeal { OriginSeal(key: key) }

    func state(
        routes: [Route]? = nil, names: [ServerKey]? = nil, revocations: [Revocation] = []
    ) -> GatewayState {
        GatewayState(
            instance: InstanceID("i"), originKey: key, routes: routes ?? [route, gpu], names: names,
            revocations: revocations)
    }

    var knowledge: Knowledge {
        var knowledge = Knowledge(startedAt: Timestamp(microseconds: 0))
        _ = knowledge.attach(state())
        return knowledge
    }

    func pass(
        user: UserName? = nil, owner: UserName? = nil, host: String = "ada.localhost:8000", seconds: Int = 60,
        at moment: Timestamp? = nil
    ) -> String {
        let pass = OriginPass(
            session: SessionID("session"), user: user ?? ada, owner: owner ?? ada, host: host,
            expiresAt: (moment ?? now) + .seconds(seconds))
        return seal.seal(pass)
    }

    func ticket(id: String = "t1", host: String = "ada.localhost:8000", at moment: Timestamp? = nil) -> Ticket {
        Ticket(
            id: id, session: SessionID("session"), user: ada, server: ServerKey(owner: ada), host: host,
            issuedAt: moment ?? now, sessionExpiresAt: (moment ?? now) + .seconds(3600))
    }

    func grant(of user: UserName? = nil, scopes: Set<Scope>? = nil) -> TokenGrant {
        let user = user ?? ada
        return TokenGrant(
            token: TokenID("a1"), user: user, permissions: Permissions(scopes ?? [Scope(.accessServers, .user(user))]),
            expiresAt: nil, at: now)
    }

    func access(by token: Bool = false) -> Access {
        token
            ? Access(user: ada, credential: .token(TokenID("a1")), expiresAt: nil, since: now)
            : Access(user: ada, credential: .session(SessionID("session")), expiresAt: now + .seconds(60), since: now)
    }
}

/// A request head from a method, a target, a host and `Name: value` lines.
func head(
    _ method: HTTPMethod, _ uri: String, host: String? = "ada.localhost:8000", _ lines: [String] = []
) -> HTTPRequestHead {
    var headers = HTTPHeaders()
    if let host { headers.add(name: "Host", value: host) }
    for line in lines {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers.add(name: String(parts[0]), value: parts[1].trimmingCharacters(in: .whitespaces))
    }
    return HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
}

/// A request without a proxy in between.
func arrived(_ head: HTTPRequestHead, isPlain: Bool = true) -> Arrival {
    Arrival(head: head, address: "192.0.2.7", isPlain: isPlain, id: "r1")
}

let webSocket = ["Upgrade: websocket", "Connection: Upgrade"]
