import ArgumentParser
import HubAPI
import Servers

/// `berth profiles`
struct ProfilesCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "List the kinds of notebook server you may launch.",
        discussion: """
            What each gives by default, and the most that can be asked for on this hub with 'berth launch --cpu' and
            '--memory'. The default is marked with a star.

              berth profiles
              berth profiles --output json
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let profiles = try await context.withHub(hub) { try await $0.profiles() }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(profiles))
        case .table:
            let table = Table(
                headings: ["PROFILE", "CPU", "MEMORY", "AT MOST", "IMAGE", "WHAT IT IS"],
                rows: profiles.map { profile in
                    [
                        profile.id + (profile.isDefault ? " *" : ""), profile.resources.cpuText,
                        profile.resources.memoryText,
                        "\(CoresText.text(profile.ceiling.cpu)) cores, \(Bytes(profile.ceiling.memory))", profile.image,
                        profile.summary.isEmpty ? profile.title : profile.summary,
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}
