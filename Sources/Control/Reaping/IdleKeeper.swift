package import Logging
import Servers
import ServiceLifecycle

/// Makes true what policies say of idle servers: tells their people in time, stops them, and takes back what was told where
/// a server is needed again. It looks whenever a verdict changes by time alone, and at least as often as servers are looked
/// at. All that counts is in the store, so that it goes on where a process before it stopped.
package struct IdleKeeper: Service {
    private let control: ControlContext
    private let reap: ReapServers
    private let logger: Logger

    /// The shortest time between two looks.
    private static let pause = Duration.seconds(1)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        reap = ReapServers(control, logger: logger)
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let next = await round()
                let pause = next.map { max($0 - control.time.now(), Self.pause) } ?? control.idle.lookInterval
                try? await control.time.sleep(for: min(pause, control.idle.lookInterval))
            }
        }
    }

    /// Does all that is to be done now; answers when the next verdict changes.
    private func round() async -> Timestamp? {
        do {
            let candidates = try await reap.candidates(.byPolicy)
            for outcome in try await reap.perform(.byPolicy, on: candidates, for: nil) { log(outcome) }
            return candidates.compactMap(\.verdict.verdict.changesAt).min()
        } catch is CancellationError {
            return nil
        } catch {
            logger.warning("idle servers could not be looked for", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func log(_ outcome: ReapOutcome) {
        switch outcome.result {
        case .stopped, .warned:
            logger.notice(
                outcome.result == .stopped ? "an idle server is stopped" : "a server is idle: its people are told",
                metadata: ["server": "\(outcome.server)", "rule": "\(outcome.verdict?.verdict.rule.rawValue ?? "")"])
        case .takenBack, .spared, .failed: break
        }
    }
}

extension IdleKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "idle keeper" }
}
