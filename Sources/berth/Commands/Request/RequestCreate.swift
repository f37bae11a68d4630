import ArgumentParser
import HubAPI

/// `berth request create`
struct RequestCreate: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Ask that a notebook server have more than its ceiling.",
        discussion: """
            'create' may be left out.

              berth request create --memory 64G --cpu 16 --for 8h --reason thesis
              berth request gpu --memory 64G --for 2d --reason thesis
              berth request withdraw r3

            For 5 minutes to 30 days. Without --profile it counts in whichever profile the server has.
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var size: GrantOptions
    @Option(name: .customLong("for"), help: "How long it is needed.", transform: GrantOptions.duration)
    var duration: Int
    @Option(help: "Why, in a line: who decides reads it.") var reason: String
    @Option(help: "The profile of the next launch in which it counts.", completion: .profile) var profile: String?
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard size.cpu != nil || size.memory != nil else {
            throw ValidationError("Say what is needed: --memory, --cpu or both.")
        }
    }

    func run(in context: CommandContext) async throws {
        let made = try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            return try await client.makeRequest(
                NewResourceRequest(
                    owner: name.user, name: name.name.isEmpty ? nil : name.name, profile: profile, cpu: size.cpu,
                    memory: size.memory.map { .bytes($0) }, duration: duration, reason: reason))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(made))
        case .table:
            context.output.write(TerminalText.safe(made.id))
            context.output.note(made.nextSentence)
        }
    }
}

extension RequestModel {
    /// What happens next, for who made or decided it.
    var nextSentence: String {
        switch state {
        case "pending": return "Request \(id) waits for an admin: 'berth request show \(id)' tells what became of it."
        case "approved":
            let by = decision.map { ", by \($0.by)" } ?? ""
            return "Request \(id) is approved\(by): \(fullName) may have \(grant?.sizeText ?? sizeText)."
                + (message.map { " But it was \($0)." } ?? "")
        default: return "Request \(id) is \(state)."
        }
    }
}
