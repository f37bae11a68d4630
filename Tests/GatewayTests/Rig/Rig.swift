import Accounts
import Foundation
import GatewayControl
import Logging
import NIOCore
import Servers
import Synchronization
import Testing

@testable import Gateway

/// A gateway on a free port with a stub for ada's container, one for `serve`, and a link that tells it all.
struct Rig: Sendable {
    let port: Int
    let samples: Samples
    let link: GatewayLink
    let directory: String
    let container: StubBackend
    let activity: AsyncStream<[ActivityReport]>
    let traffic: AsyncStream<GatewayTraffic>

    var hubPath: String { directory + "/hub.sock" }
    var ada: String { "ada.localhost:8000" }
    var hub: String { "localhost:8000" }

    /// The cookie of a good pass of today.
    var cookie: String { "Cookie: berth-pass=\(samples.pass(at: Timestamp(Date())))" }
    var origin: String { "Origin: http://ada.localhost:8000" }

    /// Starts it all, calls `body`, ends it all.
    static func with(
        hub: Bool = true, attach: Bool = true, settle: Duration = .zero,
        reports: Duration = .milliseconds(50), _ body: @Sendable @escaping (Rig) async throws -> Void
    ) async throws {
        let directory = "/tmp/berth-gw-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let container = try await StubBackend.start()
        let serve = hub ? try await StubBackend.start(socketPath: directory + "/hub.sock") : nil
        let samples = try Samples(backend: Endpoint(host: "127.0.0.1", port: container.port))
        var configuration = GatewayConfiguration(
            listenHost: "127.0.0.1", listenPort: 0, origins: samples.origins, hubSocketPath: directory + "/hub.sock",
            controlSocketPath: directory + "/gateway.sock", version: "test")
        configuration.limits.hubAway = .milliseconds(300)
        configuration.limits.hubRetry = .milliseconds(20)
        configuration.limits.activity = reports
        configuration.limits.settle = settle
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = GatewayServer(
            configuration: configuration, logger: quiet, onListening: { listening.yield($0 ?? 0) })
        let (activity, active) = AsyncStream.makeStream(of: [ActivityReport].self)
        let (traffic, passed) = AsyncStream.makeStream(of: GatewayTraffic.self)
        let link = GatewayLink(
            socketPath: configuration.controlSocketPath,
            handlers: GatewayLink.Handlers(
                state: { samples.state() },
                grant: { $0 == samples.secret.hash ? samples.grant() : nil },
                activity: { active.yield($0) }, traffic: { passed.yield($0) }),
            logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await server.run() }
            var listened = ports.makeAsyncIterator()
            let port = try #require(await listened.next())
            if attach {
                group.addTask { try await link.run() }
                var connected = link.connections.makeAsyncIterator()
                #expect(await connected.next() == true)
                await link.publish(samples.route)
            }
            try await body(
                Rig(
                    port: port, samples: samples, link: link, directory: directory, container: container,
                    activity: activity, traffic: traffic))
        }
        await container.stop()
        await serve?.stop()
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// One request on a connection of its own.
    func ask(_ method: String, _ uri: String, host: String? = nil, _ lines: [String] = []) async throws -> Client.Answer
    {
        let host = host ?? ada
        return try await Client.with(port: port) { try await $0.ask(method, uri, host: host, lines) }
    }
}
