import ArgumentParser
import HubAPI

/// `berth request approve`
struct RequestApprove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve a request, perhaps with other figures.",
        discussion: """
            For admins. What is not said is as it was asked for. A server that runs has it at once, without a restart.

              berth request approve r3
              berth request approve r3 --memory 32G --for 2h --note tonight
            """)

    @Argument(help: "Its ID.") var id: String
    @OptionGroup var size: GrantOptions
    @Option(name: .customLong("for"), help: "How long it lasts.", transform: GrantOptions.duration)
    var duration: Int?
    @Option(help: "A word to who asked.") var note: String?
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let approval = RequestApproval(
            note: note, cpu: size.cpu, memory: size.memory.map { .bytes($0) }, duration: duration)
        let request = try await context.withHub(hub) { try await $0.approve(id, approval) }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(request))
        case .table: context.output.note(request.nextSentence)
        }
    }
}

/// `berth request deny`
struct RequestDeny: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Deny a request.",
        discussion: """
            For admins.

              berth request deny r3 --note unneeded
            """)

    @Argument(help: "Its ID.") var id: String
    @Option(help: "Why.") var note: String?
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let request = try await context.withHub(hub) { try await $0.deny(id, RequestDenial(note: note)) }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(request))
        case .table: context.output.note(request.nextSentence)
        }
    }
}
