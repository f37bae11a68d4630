import ArgumentParser
import Foundation
import HubAPI

/// `berth request show`
struct RequestShow: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a request and what became of it.",
        discussion: """
              berth request show r3
              berth request show r3 --output json
            """)

    @Argument(help: "Its ID, as 'berth request ls' shows it.") var id: String
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let request = try await context.withHub(hub) { try await $0.request(id) }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(request))
        case .table: for line in request.lines(now: context.now()) { context.output.write(line) }
        }
    }
}

extension RequestModel {
    fileprivate func lines(now: Date) -> [String] {
        var fields = Fields()
        fields.add("request", id)
        fields.add("server", fullName)
        fields.add("profile", profile)
        fields.add("asks", "\(sizeText) for \(TimeText.short(duration))")
        fields.add("reason", reason)
        fields.add("made", [TimeText.ago(created, now: now), "by \(by)"].compactMap(\.self).joined(separator: " "))
        fields.add("state", stateText)
        if let decision {
            let when = TimeText.ago(decision.at, now: now) ?? ""
            fields.add("decided", "\(when) by \(decision.by)\(decision.note.isEmpty ? "" : ": \(decision.note)")")
        }
        fields.add("grant", grant.map { $0.text(until: TimeText.ago($0.until, now: now) ?? "") })
        fields.add("outcome", message)
        return fields.lines
    }
}
