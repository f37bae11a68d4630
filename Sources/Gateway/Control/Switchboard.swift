import Accounts
import Foundation
import GatewayControl
import Logging
import NIOCore
import Servers
import Synchronization

/// What all connections of the gateway share: what `serve` told, the connection to it, and what it is to be told.
final class Switchboard: Sendable {
    private struct State {
        var knowledge: Knowledge
        var link: (any Channel)?
        var nextQuestion: UInt64 = 0
        var questions: [UInt64: (SecretHash, EventLoopPromise<Void>)] = [:]
        var activity = ActivityBook()
        var visits: Set<Visit> = []
        var certificate: CertificateReport?
    }

    /// Requests that wait for an answer about a token; more are refused.
    private static let mostQuestions = 1_000

    let origins: Origins
    let limits: GatewayLimits
    let logger: Logger
    let traffic: TrafficMeter
    private let state: Mutex<State>
    private let now: @Sendable () -> Timestamp

    init(
        origins: Origins, limits: GatewayLimits, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }
    ) {
        self.origins = origins
        self.limits = limits
        self.logger = logger
        self.now = now
        let start = now()
        traffic = TrafficMeter(since: start)
        state = Mutex(State(knowledge: Knowledge(startedAt: start)))
    }

    var time: Timestamp { now() }

    /// Whether `serve` is connected.
    var isLinked: Bool { state.withLock { $0.link != nil } }

    /// What is known at this moment.
    var admission: Admission {
        Admission(origins: origins, knowledge: state.withLock { $0.knowledge }, now: now())
    }

    func redeem(_ ticket: String, host: String) -> (Ticket, pass: String)? {
        let now = now()
        return state.withLock { $0.knowledge.redeem(ticket, host: host, at: now) }
    }

    // MARK: Activity

    func note(_ key: ServerKey, by user: UserName) {
        let report = ActivityReport(key: key, user: user, at: now())
        state.withLock { $0.activity.note(report) }
    }

    func note(_ visit: Visit) { state.withLock { _ = $0.visits.insert(visit) } }

    /// Sends what was noted; keeps it while nobody is there to take it.
    func report() {
        let (link, reports, visits) = state.withLock { state -> ((any Channel)?, [ActivityReport], Set<Visit>) in
            guard let link = state.link else { return (nil, [], []) }
            defer { state.visits = [] }
            return (link, state.activity.take(), state.visits)
        }
        if let link, !reports.isEmpty { send(.activity(reports), to: link) }
        if let link, !visits.isEmpty { send(.visits(Array(visits)), to: link) }
        if let link { send(.traffic(traffic.traffic), to: link) }
    }

    // MARK: The certificate

    /// Keeps what is to be said of the certificate, and says it.
    func note(_ certificate: CertificateReport) {
        let link = state.withLock { state in
            state.certificate = certificate
            return state.link
        }
        if let link { send(.certificate(certificate), to: link) }
    }

    // MARK: The connection to `serve`

    /// Takes a new connection, which is told `hello` and the certificate; an older one is closed.
    func link(_ channel: any Channel, _ hello: GatewayMessage) {
        let (old, certificate) = state.withLock { state in
            defer { state.link = channel }
            return (state.link, state.certificate)
        }
        old?.close(promise: nil)
        send(hello, to: channel)
        if let certificate { send(.certificate(certificate), to: channel) }
    }

    /// What is known stays; who waits for an answer is told that none comes.
    func unlink(_ channel: any Channel) {
        let unanswered = state.withLock { state -> [EventLoopPromise<Void>] in
            guard state.link === channel else { return [] }
            state.link = nil
            defer { state.questions = [:] }
            return state.questions.values.map(\.1)
        }
        for promise in unanswered { promise.fail(NoAnswer()) }
    }

    /// Takes a message; what it answers must happen to connections.
    func receive(_ message: ControlMessage, from channel: any Channel) -> [Knowledge.Effect] {
        switch message {
        case .attach(let told):
            logger.notice("attached to serve", metadata: ["routes": "\(told.routes.count)"])
            return state.withLock { $0.knowledge.attach(told) }
        case .publish(let route): return state.withLock { $0.knowledge.publish(route) }
        case .withdraw(let key): return state.withLock { $0.knowledge.withdraw(key) }
        case .revoke(let revocation): return state.withLock { $0.knowledge.revoke(revocation) }
        case .refresh: state.withLock { $0.knowledge.refresh() }
        case .report: report()
        case .answer(let question, let grant): answer(question, grant)
        case .sync(let number): send(.synced(number), to: channel)
        case .ping: send(.pong, to: channel)
        }
        return []
    }

    /// Succeeds once it is known who holds the token of `hash`; fails when `serve` does not say in time.
    func ask(_ hash: SecretHash, on loop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        let asked = state.withLock { state -> (any Channel, UInt64)? in
            guard let link = state.link, state.questions.count < Self.mostQuestions else { return nil }
            state.nextQuestion += 1
            state.questions[state.nextQuestion] = (hash, promise)
            return (link, state.nextQuestion)
        }
        guard let (link, question) = asked else { return loop.makeFailedFuture(NoAnswer(), promise: promise) }
        send(.ask(question: question, hash), to: link)
        loop.scheduleTask(in: TimeAmount(limits.question)) { self.take(question)?.1.fail(NoAnswer()) }
        return promise.futureResult
    }

    private func answer(_ question: UInt64, _ grant: TokenGrant?) {
        let now = now()
        let promise = state.withLock { state -> EventLoopPromise<Void>? in
            guard let (hash, promise) = state.questions.removeValue(forKey: question) else { return nil }
            state.knowledge.remember(grant, for: hash, at: now)
            return promise
        }
        promise?.succeed()
    }

    private func take(_ question: UInt64) -> (SecretHash, EventLoopPromise<Void>)? {
        state.withLock { $0.questions.removeValue(forKey: question) }
    }

    func send(_ message: GatewayMessage, to channel: any Channel) {
        guard let line = try? ControlCodec.line(message) else { return }
        channel.writeAndFlush(line, promise: nil)
    }
}

/// `serve` did not say who holds a token.
struct NoAnswer: Error {}

extension EventLoop {
    fileprivate func makeFailedFuture(
        _ error: any Error, promise: EventLoopPromise<Void>
    ) -> EventLoopFuture<Void> {
        promise.fail(error)
        return promise.futureResult
    }
}
