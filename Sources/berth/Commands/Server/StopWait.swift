import HubAPI

/// Waits for a stop that the hub has accepted.
struct StopWait: Sendable {
    let server: HubServerName
    /// How the person named the server, for hints.
    let argument: String
    let context: CommandContext

    /// Longer than two stop graces and a forced removal.
    private static let patience = Duration.seconds(120)

    /// Asks again until it is done. Asking again is how the API waits: it answers when it has stopped, or after 10 seconds.
    func whileUnderWay(_ first: HubClient.Outcome, _ ask: () async throws -> HubClient.Outcome) async throws {
        var outcome = first
        let start = context.uptime()
        while outcome == .underWay {
            guard context.uptime() - start < Self.patience else {
                throw CommandFailure(
                    "\(server) has not stopped after \(TimeText.elapsed(Self.patience))",
                    advice: "The hub goes on trying: see 'berth status\(argument)'.")
            }
            context.output.note("Waiting for \(server) to stop.")
            try await context.sleep(.milliseconds(500))
            outcome = try await ask()
        }
    }
}
