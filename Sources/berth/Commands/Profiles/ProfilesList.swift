import ArgumentParser
import HubAPI
import Servers

/// `berth profiles ls`
struct ProfilesList: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the kinds of notebook server you may launch.",
        discussion: """
            What each gives by default, and the most that can be asked for on this hub with 'berth launch --cpu' and
            '--memory'. The default is marked with a star. Admins are told, too, when the files on disk are wrong, so
            that those read before are in force still.

              berth profiles
              berth profiles ls --output json
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let (profiles, problems) = try await context.withHub(hub) { client in
            (try await client.profiles(), try await Self.problems(client))
        }
        for problem in problems { context.output.warn("not in force: \(problem)") }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(profiles))
        case .table:
            let table = Table(
                headings: ["PROFILE", "CPU", "MEMORY", "AT MOST", "KERNELS", "IMAGE", "WHAT IT IS"],
                rows: profiles.map { profile in
                    [
                        profile.id + (profile.isDefault ? " *" : ""), profile.resources.cpuText,
                        profile.resources.memoryText,
                        "\(CoresText.words(profile.ceiling.cpu)), \(Bytes(profile.ceiling.memory))",
                        profile.kernels?.joined(separator: ", ") ?? "",
                        profile.image,
                        profile.summary.isEmpty ? profile.title : profile.summary,
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }

    /// None for who may not know.
    private static func problems(_ client: HubClient) async throws -> [String] {
        do {
            return try await client.profileProblems()
        } catch HubError.refused(403, _, _) {
            return []
        }
    }
}
