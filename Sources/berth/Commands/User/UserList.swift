import ArgumentParser
import HubAPI

/// `berth user ls`
struct UserList: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the users that you may see.",
        discussion: """
            Admins see everybody.

              berth user ls
              berth user ls --output json | jq -r '.[].name'
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let users = try await context.withHub(hub) { try await $0.users() }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(users))
        case .table:
            let now = context.now()
            let table = Table(
                headings: ["USER", "ROLE", "RUNNING", "CREATED", "LAST SEEN"],
                rows: users.map { user in
                    [
                        user.name, user.standing ?? (user.admin ? "admin" : "user"),
                        "\(user.servers.values.count { $0.ready })",
                        TimeText.ago(user.created, now: now) ?? "",
                        TimeText.ago(user.lastActivity, now: now) ?? "never",
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}
