import ArgumentParser
import HubAPI

/// `berth session ls`
struct SessionLs: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List where you are logged in with a browser.",
        discussion: """
              berth session ls
              berth session ls --user ada --output json
            """)

    @OptionGroup var owner: OwnerOption
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let sessions = try await context.withHub(hub) { client in
            try await client.sessions(of: try await owner.resolve(client))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(sessions))
        case .table:
            if sessions.isEmpty { return context.output.note("No browser is logged in.") }
            let now = context.now()
            let table = Table(
                headings: ["ID", "BROWSER", "ADDRESS", "SINCE", "LAST SEEN", "EXPIRES"],
                rows: sessions.map { session in
                    [
                        session.id, session.browser ?? "", session.address ?? "",
                        TimeText.ago(session.created, now: now) ?? "",
                        TimeText.ago(session.lastActivity, now: now) ?? "",
                        TimeText.ago(session.expiresAt, now: now) ?? "",
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}
