import ArgumentParser
import HubAPI

/// `berth request`
struct RequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Ask for more than a profile's ceiling, for a while.",
        discussion: """
            Within the ceiling nobody need be asked: 'berth resize' gives it at once. Above it an admin approves, perhaps with
            other figures, or a group's policy does. What is approved reaches a server that runs without a restart, and
            ends by itself: the server shrinks back when that kills nothing.

              berth request --memory 64G --for 8h --reason thesis
              berth request ls
              berth request approve r3 --memory 32G
            """,
        subcommands: [
            RequestCreate.self, RequestLs.self, RequestShow.self, RequestApprove.self, RequestDeny.self,
            RequestWithdraw.self,
        ],
        defaultSubcommand: RequestCreate.self)
}

/// How much is asked for, or given.
struct GrantOptions: ParsableArguments {
    @Option(help: "The most cores, such as 16.", transform: ResourceOptions.cores) var cpu: Double?
    @Option(help: "Memory, such as 64G (1024-based).", transform: ResourceOptions.memory) var memory: Int64?

    /// Reads `8h` as seconds.
    @Sendable
    static func duration(_ text: String) throws -> Int {
        guard let seconds = TimeText.seconds(text) else {
            throw ValidationError("expected a time such as 45m, 8h, 1d or 2w")
        }
        return seconds
    }
}
