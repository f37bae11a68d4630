import ArgumentParser
import HubAPI
import Servers

/// `berth request ls`
struct RequestLs: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List requests: your own, or everybody's as an admin.",
        discussion: """
              berth request ls
              berth request ls --state pending           what waits for an admin
              berth request ls --user ada --output json
            """)

    /// What a request can be.
    enum State: String, ExpressibleByArgument, CaseIterable { case pending, approved, denied, withdrawn, ended }

    @Option(help: "Only such.") var state: State?
    @Option(help: "Only for this user's servers.", completion: .user) var user: String?
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let requests = try await context.withHub(hub) { try await $0.requests(in: state?.rawValue, of: user) }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(requests))
        case .table:
            if requests.isEmpty { return context.output.note("No requests. Make one with 'berth request'.") }
            let now = context.now()
            let table = Table(
                headings: ["ID", "SERVER", "ASKS", "FOR", "STATE", "ENDS", "MADE", "REASON"],
                rows: requests.map { request in
                    [
                        request.id, request.fullName, request.grant?.sizeText ?? request.sizeText,
                        TimeText.short(request.duration), request.stateText,
                        TimeText.ago(request.grant?.until, now: now) ?? "",
                        TimeText.ago(request.created, now: now) ?? "", request.reason,
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}

extension RequestModel {
    /// What was asked for: `16 cores, 64 GiB`.
    var sizeText: String { GrantText.size(cpu, memory) }

    /// Its state in a word or two.
    var stateText: String { state == "ended" && grant?.state == "in_use" ? "ended, in use" : state }
}

extension GrantModel {
    /// What was given.
    var sizeText: String { GrantText.size(cpu, memory) }

    /// In a line of a server's status.
    func text(until: String) -> String {
        switch state {
        case "active": "\(sizeText), ends \(until) (request \(request))"
        case "in_use":
            "\(sizeText), ended \(until) and still in use: free some memory, or restart (request \(request))"
        default: "\(sizeText), ended \(until) (request \(request))"
        }
    }
}

/// Amounts above a ceiling, for people.
private enum GrantText {
    static func size(_ cpu: Double?, _ memory: Int64?) -> String {
        [cpu.map(CoresText.words), memory.map { "\(Bytes($0))" }].compactMap(\.self)
            .joined(separator: ", ")
    }
}
