import Foundation
import HubAPI

/// All that a command touches of the world. Tests give another one.
struct CommandContext: Sendable {
    var output: CommandOutput
    var environment: [String: String]
    var home: String
    var now: @Sendable () -> Date
    /// Seconds since some moment; never goes back.
    var uptime: @Sendable () -> Duration
    /// Throws `CancellationError` when cancelled.
    var sleep: @Sendable (Duration) async throws -> Void
    /// Returns when the person pressed Ctrl-C, or when cancelled.
    var interrupted: @Sendable () async -> Bool
    /// Hands an address to a browser; false when none was started.
    var openBrowser: @Sendable (String) -> Bool
    /// Asks the person at the terminal, without an echo where the flag says that it is secret; nil where there is none.
    /// Throws `CancellationError`.
    var ask: @Sendable (String, Bool) throws -> String?
    /// All of standard input, without white space around it.
    var readInput: @Sendable () -> String
}

extension CommandContext {
    /// Runs `body` with a client of the hub that the options name, and turns its errors into failures.
    func withHub<Result: Sendable>(
        _ options: HubOptions, _ body: (HubClient) async throws -> Result
    ) async throws -> Result {
        try await withHub(options.choice, body)
    }

    /// The same, by what was chosen.
    func withHub<Result: Sendable>(
        _ choice: CredentialsChoice, _ body: (HubClient) async throws -> Result
    ) async throws -> Result {
        let (credentials, warnings) = try HubCredentials.find(choice, environment: environment, home: home)
        for warning in warnings { output.warn(warning) }
        guard let token = credentials.token else { throw CommandFailure.noCredentials(environment, home) }
        return try await withHubClient(address: credentials.address, token: token, body)
    }

    /// Runs a command and answers how it ended; nil is well. Whatever went wrong has been told.
    func execute(_ body: (CommandContext) async throws -> Void) async -> CommandStatus? {
        do {
            try await body(self)
            return nil
        } catch let failure as CommandFailure {
            return tell(failure)
        } catch let error as HubError {
            return tell(CommandFailure(error))
        } catch let status as EndedWith {
            return status.status
        } catch is CancellationError {
            return .interrupted
        } catch {
            return tell(CommandFailure("\(error)"))
        }
    }

    private func tell(_ failure: CommandFailure) -> CommandStatus {
        output.note("Error: \(failure.problem)")
        if let advice = failure.advice { output.note(advice) }
        return failure.status
    }
}

/// Ends a command that has said everything already.
struct EndedWith: Error {
    let status: CommandStatus
}

extension CommandFailure {
    static func noCredentials(_ environment: [String: String], _ home: String) -> CommandFailure {
        let path = HubCredentials.filePath(environment: environment, home: home)
        return CommandFailure(
            "There is no token to show to the hub",
            advice: "Log in with 'berth login', which keeps one in \(path), or set $BERTH_TOKEN to one made by "
                + "'berth token create' where one is logged in.",
            status: .notAllowed)
    }
}
