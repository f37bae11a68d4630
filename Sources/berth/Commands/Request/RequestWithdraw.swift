import ArgumentParser
import HubAPI

/// `berth request withdraw`
struct RequestWithdraw: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take a request back, or give back what it brought before its time is over.",
        discussion: """
              berth request withdraw r3
            """)

    @Argument(help: "Its ID.") var id: String
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { try await $0.withdraw(id) }
        context.output.note("Request \(id) is withdrawn. What it brought, if anything, is given back.")
    }
}
