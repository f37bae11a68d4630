import Foundation
import HubAPI
import Servers

/// Asks for a launch and follows it to its end, over a hub that goes away for a while.
struct LaunchFollower: Sendable {
    let session: LaunchSession
    let reporter: LaunchReporter

    private var client: HubClient { session.client }
    private var server: HubServerName { session.server }
    private var context: CommandContext { session.context }

    /// How long a hub that does not answer is waited for: longer than its restart.
    private static let patience = Duration.seconds(60)
    private static let pause = Duration.milliseconds(250)

    func follow(_ options: LaunchRequest) async throws -> LaunchSession.End {
        do {
            switch try await asked(options) {
            case .done: return .ready(ProgressEvent(progress: 100, message: "Server ready", ready: true))
            case .underWay: return try await followed()
            }
        } catch HubError.refused(_, "already_running", _) where options == LaunchRequest() {
            // Nothing in particular was asked for, and that is there.
            return .ready(ProgressEvent(progress: 100, message: "Server ready", ready: true))
        } catch HubError.refused(_, let code?, let message) where FinishReason.isCode(code) {
            // It was accepted and failed while the hub held its answer back.
            let message = message ?? "\(server) failed: \(code)"
            return .failed(ProgressEvent(progress: 100, message: message, failed: true, code: code))
        }
    }

    /// Sends the launch. The hub holds its answer back for a while, so progress is shown beside it.
    private func asked(_ options: LaunchRequest) async throws -> HubClient.Outcome {
        try await withThrowingTaskGroup(of: HubClient.Outcome?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await session.ask(options) }
            group.addTask {
                try await preview()
                return nil
            }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }

    /// Shows steps until it is cancelled. An end that is seen here may be that of an earlier launch: it is not shown.
    private func preview() async throws {
        while true {
            try await context.sleep(Self.pause)
            do {
                for try await event in try await client.progress(of: server) where !event.isLast {
                    await reporter.show(event, context.uptime())
                }
            } catch is HubError {
                // Not starting yet, or the hub is away: the answer to the launch tells.
            }
        }
    }

    /// Follows to the end, opening the stream again when it breaks.
    private func followed() async throws -> LaunchSession.End {
        var awaySince: Duration?
        while true {
            do {
                for try await event in try await client.progress(of: server) {
                    awaySince = nil
                    if event.ready == true { return .ready(event) }
                    if event.failed == true { return .failed(event) }
                    await reporter.show(event, context.uptime())
                }
            } catch let error as HubError {
                if case .refused(400, _, _) = error { return try await settled() }
                guard error.mayPass else { throw error }
                let since = awaySince ?? context.uptime()
                awaySince = since
                guard context.uptime() - since < Self.patience else { throw error }
                await reporter.show(Self.away, context.uptime())
            }
            try await context.sleep(Self.pause)
        }
    }

    /// The end of a launch that is over already.
    private func settled() async throws -> LaunchSession.End {
        let model = try await client.server(server)
        if let model, model.phase == Phase.started.rawValue {
            return .ready(ProgressEvent(progress: 100, message: "Server ready", ready: true, url: model.url))
        }
        let why = model?.message.map { ": \($0)" } ?? ""
        return .failed(
            ProgressEvent(progress: 100, message: "\(server) has stopped\(why)", failed: true, code: model?.reason))
    }

    private static let away = ProgressEvent(progress: 0, message: "The hub does not answer; waiting for it")
}

extension FinishReason {
    /// Whether `code` is one that a generation finishes with, and not that of a request that was refused.
    static func isCode(_ code: String) -> Bool {
        let wire = Data("{\"code\":\"\(code)\",\"exitCode\":0}".utf8)
        return (try? JSONDecoder().decode(FinishReason.self, from: wire)) != nil
    }
}

extension HubError {
    /// Whether the same call may do better in a moment: the hub is restarting, or a connection broke.
    var mayPass: Bool {
        switch self {
        case .unreachable, .timeout: true
        case .refused(let status, _, _): [502, 503, 504].contains(status)
        case .badAnswer, .badAddress: false
        }
    }
}
