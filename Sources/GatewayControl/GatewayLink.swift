package import Accounts
package import Logging
import NIOCore
import NIOPosix
package import Servers
import ServiceLifecycle

/// The end of the control socket that `serve` holds: keeps one connection to the gateway, for ever.
///
/// On each connection it first sends everything; what changes later follows in order. While there is none, nothing is
/// kept: the next connection starts with everything again.
package final class GatewayLink: Service, RoutePublisher {
    /// What `serve` knows and does for the gateway.
    package struct Handlers: Sendable {
        /// Everything that the gateway needs, as it is now. While it throws, the gateway keeps what it knows.
        let state: @Sendable () async throws -> GatewayState
        /// Who holds the token of this hash; nil when nobody does.
        let grant: @Sendable (SecretHash) async -> TokenGrant?
        /// What people did.
        let activity: @Sendable ([ActivityReport]) async -> Void
        /// Who used another's server.
        let visits: @Sendable ([Visit]) async -> Void
        /// How the gateway's certificate is.
        let certificate: @Sendable (CertificateReport) -> Void
        /// What went through the gateway since it began.
        let traffic: @Sendable (GatewayTraffic) -> Void

        package init(
            state: @escaping @Sendable () async throws -> GatewayState,
            grant: @escaping @Sendable (SecretHash) async -> TokenGrant?,
            activity: @escaping @Sendable ([ActivityReport]) async -> Void,
            visits: @escaping @Sendable ([Visit]) async -> Void = { _ in },
            certificate: @escaping @Sendable (CertificateReport) -> Void = { _ in },
            traffic: @escaping @Sendable (GatewayTraffic) -> Void = { _ in }
        ) {
            self.state = state
            self.grant = grant
            self.activity = activity
            self.visits = visits
            self.certificate = certificate
            self.traffic = traffic
        }
    }

    /// Whether a gateway is attached, each time that changes; only the newest is kept. For one reader.
    package let connections: AsyncStream<Bool>

    private let socketPath: String
    private let handlers: Handlers
    private let logger: Logger
    private let outbox = LinkOutbox()
    private let noting = InFlight()
    private let connected: AsyncStream<Bool>.Continuation

    /// Takes the path of the gateway's control socket. Nothing happens before `run`.
    package init(socketPath: String, handlers: Handlers, logger: Logger) {
        self.socketPath = socketPath
        self.handlers = handlers
        self.logger = logger
        (connections, connected) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether a gateway knows everything at this moment.
    package var isConnected: Bool { outbox.isAttached }

    /// The gateway that is connected.
    package var gateway: GatewayHello? { outbox.hello }

    /// Returns once the gateway routes by `route`. One that is about to be attached, as it is when `serve` has just
    /// started, is waited for up to 2 s; without one nothing happens.
    package func publish(_ route: Route) async {
        await waitForGateway()
        await outbox.putAndSync(.publish(route))
    }

    private func waitForGateway() async {
        for _ in 0..<100 where !isConnected {
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
        }
    }

    package func withdraw(_ key: ServerKey) async { await outbox.putAndSync(.withdraw(key)) }

    /// Returns once the gateway asks anew who holds each token; what is open stays so.
    package func refresh() async { await outbox.putAndSync(.refresh) }

    /// One that does not understand the question is not waited for.
    package func gatherActivity() async {
        await outbox.putAndSync(.report)
        await noting.untilNone()
    }

    /// Returns once the gateway refuses what `revocation` names.
    package func revoke(_ revocation: Revocation) async { await outbox.putAndSync(.revoke(revocation)) }

    /// Connects, and connects again after 50 ms to 2 s whenever the connection ends. Returns at graceful shutdown.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown { try await self.connectForEver() }
        connected.finish()
    }

    private func connectForEver() async throws {
        var pause = Duration.milliseconds(50)
        while !Task.isCancelled {
            do {
                try await hold()
            } catch {
                logger.debug("the gateway's control socket does not answer", metadata: ["error": "\(error)"])
            }
            if outbox.isAttached {
                pause = .milliseconds(50)
                connected.yield(false)
                logger.warning("the connection to the gateway has ended")
            }
            outbox.close()
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }

    /// One connection, until it ends.
    private func hold() async throws {
        let channel = try await connect()
        try await channel.executeThenClose { inbound, outbound in
            // In here, because NIO ends the process when a channel is let go that was never executed.
            try await channel.channel.setOption(.autoRead, value: true).get()
            let messages = outbox.open()
            let state = try await handlers.state()
            try await outbound.write(ControlCodec.line(ControlMessage.attach(state)))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await message in messages { try await outbound.write(ControlCodec.line(message)) }
                    throw LinkEnded()
                }
                group.addTask { try await self.read(inbound) }
                group.addTask { try await self.pingForEver() }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    /// A connection that reads nothing yet. It is made asynchronous only once it is there: an asynchronous channel that is
    /// let go unused, as one whose connect fails would be, ends the process.
    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .connect(unixDomainSocketPath: socketPath).get()
        return try await channel.eventLoop.submit {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(ControlLineDecoder()))
            return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }.get()
    }

    private func read(_ lines: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for try await line in lines {
                guard let message = ControlCodec.message(GatewayMessage.self, from: line) else {
                    logger.warning("a message of the gateway was not understood")
                    continue
                }
                if case .activity(let reports) = message {
                    noting.begin()
                    group.addTask {
                        await self.handlers.activity(reports)
                        self.noting.end()
                    }
                } else {
                    group.addTask { await self.take(message) }
                }
            }
            throw LinkEnded()
        }
    }

    private func take(_ message: GatewayMessage) async {
        switch message {
        case .hello(let version, let pid, let startedAt, let listening):
            outbox.hello = GatewayHello(version: version, pid: pid, startedAt: startedAt, listening: listening)
            outbox.attached()
            connected.yield(true)
        case .certificate(let report):
            handlers.certificate(report)
        case .traffic(let traffic):
            handlers.traffic(traffic)
        case .ask(let question, let hash):
            outbox.put(.answer(question: question, await handlers.grant(hash)))
        case .activity:
            break  // Taken in the order of arrival, by who reads.
        case .visits(let visits):
            await handlers.visits(visits)
        case .synced(let number):
            outbox.synced(number)
        case .pong:
            break
        }
    }

    /// A gateway that takes nothing for this long is not waited for.
    private static let patience = Duration.seconds(10)

    /// Ends the connection when the gateway does not answer in time.
    private func pingForEver() async throws {
        while true {
            try await Task.sleep(for: Self.patience)
            let answered = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await self.outbox.putAndSync(.ping)
                    return true
                }
                group.addTask {
                    try? await Task.sleep(for: Self.patience)
                    return false
                }
                let first = await group.next() ?? false
                if !first { self.outbox.close() }
                group.cancelAll()
                return first
            }
            guard answered else { throw LinkEnded() }
        }
    }
}

/// The connection to the gateway ended.
private struct LinkEnded: Error {}
