import ArgumentParser
import Foundation
import HubAPI

/// `berth audit`
struct AuditCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show who did what.",
        discussion: """
            For admins. The newest first: who, from where, what, to what, with which parameters and what result. What was
            refused because somebody may not is there as 'refused', failed logins as 'login'; of a flood of them only a part,
            and how many were left out. Nothing is ever removed from the log.

              berth audit --since 1d
              berth audit --user ada --action server.stop
              berth audit --target ada/gpu --since 1w --output json
            """)

    @Option(help: "Not before this: 12h or 1d ago, or a time such as 2026-01-31T12:00:00Z.") var since: String?
    @Option(help: "Before this, written alike.") var until: String?
    @Option(help: "Only what this user did, with any token.", completion: .user) var user: String?
    @Option(help: "Only this action, or all that begin with a word: server.stop, server.") var action: String?
    @Option(help: "Only what was done to this.") var target: String?
    @Option(help: "How many at most.") var limit = 100
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        guard limit > 0 else { throw ValidationError("--limit: expected a number above 0") }
        let choice = HubClient.AuditChoice(
            since: try Self.time(since, "--since", context), until: try Self.time(until, "--until", context),
            principal: user, action: action, target: target)
        let entries = try await context.withHub(hub) { try await $0.audit(choice, limit: limit) }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(entries))
        case .table:
            if entries.isEmpty { return context.output.note("Nothing of that kind is in the audit log.") }
            let table = Table(
                headings: ["WHEN", "WHO", "FROM", "ACTION", "TARGET", "PARAMETERS", "RESULT"],
                rows: entries.map(\.row))
            for line in table.lines { context.output.write(line) }
            if entries.count == limit { context.output.note("There may be more: --limit \(limit * 10)") }
        }
    }

    /// `1d` ago, or a time as it is.
    private static func time(_ text: String?, _ option: String, _ context: CommandContext) throws -> String? {
        guard let text else { return nil }
        if let seconds = TimeText.seconds(text) {
            return (context.now() - TimeInterval(seconds)).formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
        }
        guard TimeText.date(text) != nil else {
            throw ValidationError("\(option): expected a time such as 90s, 12h, 1d, 2w or 2026-01-31T12:00:00Z")
        }
        return text
    }
}

extension AuditEntryModel {
    fileprivate var row: [String] {
        let asked = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return [TimeText.toTheSecond(at), principal, address ?? "", action, target, asked, result]
    }
}
