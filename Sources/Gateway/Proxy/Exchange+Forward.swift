import Accounts
import GatewayControl
import NIOCore
import NIOHTTP1
import Servers

// Sending the request on: to a container, or to `serve`.

extension Exchange {
    private var rules: RequestRules {
        RequestRules(
            address: arrival.address, id: arrival.id, scheme: world.configuration.origins.hub.scheme,
            base: world.configuration.origins.base)
    }

    func toContainer(_ route: Route, _ access: Access) {
        let isUpgrade = Credentials.isWebSocket(head)
        front.lease.access = access
        front.lease.route = route
        if !isUpgrade, Deeds.counts(head, below: path(below: route.key)) {
            world.switchboard.note(route.key, by: access.user)
        }
        if access.user != route.key.owner {
            world.switchboard.note(Visit(key: route.key, user: access.user))
        }
        send(
            Forward(
                target: .container(route.container, route.endpoint),
                head: rules.toContainer(head, route: route, isUpgrade: isUpgrade), server: route.key,
                origin: access.isByToken ? .token : .notebook,
                whenAway: .away(.unreachable), isUpgrade: isUpgrade))
    }

    /// Of the request, below the server's own.
    func path(below server: ServerKey) -> [String] {
        Deeds.path(head, of: server, base: world.configuration.origins.base)
    }

    func toHub(_ origin: OriginKind, verdict: (Verdict, ServerKey?)? = nil) {
        front.lease.access = nil
        front.lease.route = nil
        send(
            Forward(
                target: .hub, head: rules.toHub(head, origin: origin, verdict: verdict), server: nil, origin: origin,
                whenAway: verdict.map { .away($0.0) } ?? .hubAway, dropsBody: verdict != nil))
    }

    private func send(_ forward: Forward) {
        self.forward = forward
        if forward.dropsBody { held = [] }
        // A connection that rested may have been closed just now: only what may be sent twice goes on an old one.
        let age = isRepeatable ? TimeAmount.seconds(30) : .seconds(1)
        if !forward.isUpgrade, mayRetry, let backend = world.pool.take(forward.target, idleAtMost: age) {
            isPooled = true
            return use(backend)
        }
        isPooled = false
        world.pool.connect(forward.target, halfClose: forward.isUpgrade).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.connected(channel)
            case .failure: if !self.isOver { self.unreachable() }
            }
        }
        front.resumeReading()
    }

    private func connected(_ channel: any Channel) {
        let backend = try? channel.pipeline.syncOperations.handler(type: BackendHandler.self)
        guard !isOver, let backend else { return channel.close(promise: nil) }
        use(backend)
    }

    private func use(_ backend: BackendHandler) {
        guard let forward else { return }
        self.backend = backend
        backend.onIdleEnd = nil
        backend.exchange = self
        backend.send(.head(forward.head), flush: false)
        if !forward.dropsBody, !requestEnded, head.version.minor > 0,
            head.headers[canonicalForm: "expect"].contains("100-continue")
        {
            front.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
            front.flush()
        }
        for bytes in held { backend.send(.body(.byteBuffer(bytes)), flush: false) }
        held = []
        if requestEnded || forward.dropsBody { backend.send(.end(nil), flush: false) }
        backend.channel?.flush()
        backend.resumeReading()
        front.resumeReading()
    }

    /// Whether the request may be sent twice: nothing of it is gone, and it changes nothing.
    private var isRepeatable: Bool {
        let hasBody =
            head.headers.contains(name: "transfer-encoding")
            || head.headers.first(name: "content-length").map { $0 != "0" } ?? false
        return CrossOrigin.isSafe(head.method) && !hasBody || forward?.dropsBody == true
    }

    /// No connection, or one that ended before the answer began.
    private func unreachable() {
        guard let forward else { return cut() }
        guard forward.isHub else { return toHub(forward.origin, verdict: (.unreachable, forward.server)) }
        retryLater(orReject: forward.whenAway) { $0.send(forward) }
    }

    // MARK: From the client

    /// Whether the client's next bytes have somewhere to go.
    var takesMore: Bool {
        if requestEnded || forward?.dropsBody == true { return true }
        return backend?.isWritable ?? false
    }

    func body(_ bytes: ByteBuffer) {
        guard forward?.dropsBody != true else { return }
        if let backend { backend.send(.body(.byteBuffer(bytes)), flush: false) } else { held.append(bytes) }
    }

    func end() {
        requestEnded = true
        if forward?.dropsBody != true { backend?.send(.end(nil), flush: true) }
    }

    func clientPaused() { if !requestEnded { backend?.channel?.flush() } }

    func clientWritable() { backend?.resumeReading() }

    func clientGone() {
        if !isOver { over(.left) }
        releaseBackend(reusable: false)
    }

    // MARK: From the backend

    var clientTakesMore: Bool { front.isWritable }

    func backendWritable() { front.resumeReading() }

    func backendPaused() { if sentHead != nil { front.flush() } }

    func backendHead(_ response: HTTPResponseHead) {
        guard let forward, !isOver else { return }
        if response.status == .switchingProtocols {
            guard forward.isUpgrade else { return lost(mayHaveActed: true) }
            upgradeHead = response
            return
        }
        let codings = response.headers["transfer-encoding"].map { $0.lowercased() }
        guard codings.isEmpty || codings == ["chunked"] else { return lost(mayHaveActed: true) }
        backendKeepsAlive = response.isKeepAlive && !forward.isUpgrade
        let headers = forward.server.map {
            ResponseRules.fromContainer(
                response.headers, path: world.configuration.origins.path(of: $0), isUpgrade: false)
        }
        relay(response, headers: headers ?? ResponseRules.fromHub(response.headers))
    }

    func backendBody(_ bytes: ByteBuffer) {
        guard !isOver, sentHead != nil else { return }
        front.write(.body(.byteBuffer(bytes)))
    }

    func backendEnd() {
        guard !isOver else { return }
        if upgradeHead != nil { return openTunnel() }
        let isSent = requestEnded || forward?.dropsBody == true
        releaseBackend(reusable: backendKeepsAlive && isSent)
        complete()
    }

    func backendLost(_ lost: BackendHandler) {
        guard backend === lost, !isOver else { return }
        backend = nil
        self.lost(mayHaveActed: false)
    }

    /// The connection ended, or what it says makes no sense.
    private func lost(mayHaveActed: Bool) {
        releaseBackend(reusable: false)
        guard sentHead == nil else { return cut() }
        let isFirst = mayRetry
        mayRetry = false
        guard let forward, !mayHaveActed, isRepeatable, !forward.isUpgrade else { return failed() }
        if forward.isHub { return retryLater(orReject: forward.whenAway) { $0.send(forward) } }
        if isPooled, isFirst { send(forward) } else { failed() }
    }

    /// The backend had the request, or may have had it: it is not sent again.
    private func failed() {
        guard let forward else { return cut() }
        guard forward.isHub else { return toHub(forward.origin, verdict: (.unreachable, forward.server)) }
        reject(forward.whenAway)
    }
}
