import Accounts
import GatewayControl
import NIOCore
import NIOHTTP1
import Servers

/// One request and its answer on a client's connection. Belongs to the connection's event loop; every callback that comes
/// later first asks whether the exchange still goes on.
final class Exchange {
    /// What is sent to a backend.
    struct Forward {
        let target: BackendTarget
        let head: HTTPRequestHead
        /// The server whose rules the answer's headers are held to; nil for `serve`.
        let server: ServerKey?
        let origin: OriginKind
        /// What is said when `serve` does not answer.
        let whenAway: Rejection
        var isUpgrade = false
        /// The client's body is read and thrown away.
        var dropsBody = false

        var isHub: Bool { target == .hub }
    }

    let arrival: Arrival
    let front: FrontHandler
    var head: HTTPRequestHead { arrival.head }
    var world: LoopState { front.world }
    /// Set when the exchange is over: nothing that comes later counts.
    private(set) var isOver = false
    /// Whether the client's request has come whole.
    var requestEnded = false
    /// Body that came before there was anybody to take it: at most what one read brings.
    var held: [ByteBuffer] = []
    var backend: BackendHandler?
    var forward: Forward?
    /// Whether the connection in use had served before: then its silent end may be retried.
    var isPooled = false
    var mayRetry = true
    /// Whether the backend's connection outlives its answer.
    var backendKeepsAlive = false
    /// The answer's head, once the client has it.
    var sentHead: HTTPResponseHead? { didSet { answeredAt = .now() } }
    private var answeredAt: NIODeadline?
    var upgradeHead: HTTPResponseHead?
    let startedAt = NIODeadline.now()
    private var hasAsked = false

    init(_ arrival: Arrival, front: FrontHandler) {
        self.arrival = arrival
        self.front = front
    }

    /// Ends it: nothing that comes later counts.
    func over(_ end: AccessLog.End) {
        isOver = true
        held = []
        world.switchboard.traffic.note(sentHead?.status)
        world.access.note(
            arrival, sentHead?.status, end, took: (answeredAt ?? .now()) - startedAt, user: front.lease.access?.user)
    }

    /// A request with an upgrade header leaves the connection's parser in a state that only a close ends.
    var closesAfter: Bool {
        !head.isKeepAlive || head.headers.contains(name: "upgrade") || head.method == .CONNECT || world.isDraining
    }

    var wantsHTML: Bool { Answer.wantsHTML(head.headers) }

    func start() {
        let codings = head.headers["transfer-encoding"]
        if !codings.isEmpty, codings.map({ $0.lowercased() }) != ["chunked"] || head.version.minor == 0 {
            return reject(
                Rejection(status: 501, code: "bad_transfer_encoding", message: "Only chunked bodies are understood."))
        }
        decide()
    }

    private func decide() {
        guard !isOver else { return }
        let admission = world.switchboard.admission
        switch admission.decide(arrival) {
        case .proxy(let route, let access): toContainer(route, access)
        case .hub(let origin): toHub(origin)
        case .verdict(let verdict, let server, let origin): toHub(origin, verdict: (verdict, server))
        case .redirect(let location): answer(.redirect(to: location))
        case .reject(let rejection): reject(rejection)
        case .askToken(let hash): ask { self.world.switchboard.ask(hash, on: $0) }
        case .enter(let ticket, let next): enter(ticket, next, admission)
        case .leave: leave()
        case .notReady: again()
        }
    }

    /// Decides again once `serve` has said who holds the token; it must be there at the second time.
    private func ask(_ question: (any EventLoop) -> EventLoopFuture<Void>) {
        guard !hasAsked else { return reject(.hubAway) }
        hasAsked = true
        question(front.channel.eventLoop).assumeIsolated().whenComplete { result in
            guard !self.isOver else { return }
            switch result {
            case .success: self.decide()
            case .failure: self.reject(.hubAway)
            }
        }
    }

    private func again() {
        retryLater(orReject: .hubAway) { $0.decide() }
    }

    /// Calls `body` after a moment, or rejects when the request was held as long as it may be.
    func retryLater(orReject rejection: Rejection, _ body: @escaping (Exchange) -> Void) {
        guard NIODeadline.now() - startedAt < TimeAmount(world.limits.hubAway), !world.isDraining else {
            return reject(rejection)
        }
        front.channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(world.limits.hubRetry)) {
            if !self.isOver { body(self) }
        }
    }

    private func enter(_ text: String, _ next: String?, _ admission: Admission) {
        let hosts = admission.hosts
        let host = hosts.normal(head.headers.first(name: "host") ?? "")
        guard let (ticket, pass) = world.switchboard.redeem(text, host: host) else {
            return toHub(.notebook, verdict: (.badTicket, admission.knowledge.server(ofTicket: text)))
        }
        let seconds = (ticket.sessionExpiresAt - world.switchboard.time).components.seconds
        var answer = Answer.redirect(to: Entry.destination(next, ticket: ticket, hosts.origins))
        answer.headers.add(name: "Referrer-Policy", value: "no-referrer")
        answer.headers.add(name: "Set-Cookie", value: Entry.cookie(pass, seconds: seconds, hosts.origins))
        self.answer(answer)
    }

    private func leave() {
        let cookie = Entry.cookie("", seconds: 0, world.configuration.origins)
        answer(Answer(status: .noContent, headers: ["Set-Cookie": cookie, "Cache-Control": "no-store"]))
    }
}
