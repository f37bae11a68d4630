import ArgumentParser
import HubAPI

/// `berth group ls`
struct GroupLs: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the groups, their members and their policy.",
        discussion: """
              berth group ls
              berth group ls --output json
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let groups = try await context.withHub(hub) { try await $0.groups() }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(groups))
        case .table:
            if groups.isEmpty { return context.output.note("No groups. Make one with 'berth group add NAME'.") }
            let table = Table(
                headings: ["GROUP", "PROFILES", "CPU", "MEMORY", "KEPT", "MEMBERS"],
                rows: groups.map { group in
                    [
                        group.name, group.policy.profiles?.joined(separator: ",") ?? "", group.policy.cpuText,
                        group.policy.memoryText, group.policy.guarantee?.text ?? "", group.users.joined(separator: ","),
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}
