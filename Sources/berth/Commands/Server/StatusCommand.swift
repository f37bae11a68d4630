import ArgumentParser
import Foundation
import HubAPI

/// `berth status`
struct StatusCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how a notebook server is, and what happened to it.",
        discussion: """
            Its state and since when, its profile and resources, its address, why it stopped, and the last events.

              berth status
              berth status gpu --output json
              berth status ada/                    another user's, as an admin
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let report = try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            guard let found = try await client.server(name) else {
                throw CommandFailure(
                    "There is no server \(name), or you may not see it",
                    advice: "'berth ls' shows yours; 'berth launch' makes one.", status: .notFound)
            }
            return StatusReport(server: found, events: try await client.events(of: name))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(report))
        case .table:
            for line in report.lines(now: context.now()) { context.output.write(line) }
            if report.endedByItself {
                let argument = "\(report.server.owner)/\(report.server.name)"
                context.output.note(
                    "Its last lines: 'berth logs \(argument) --tail 30'. To start it again: 'berth launch \(argument)'."
                )
            }
        }
    }
}

/// A server and what happened to it, oldest first.
struct StatusReport: Encodable, Sendable {
    let server: FleetServer
    let events: [ServerEventModel]

    /// Whether nobody asked for its end.
    var endedByItself: Bool {
        server.phase == "finished" && (server.shown == "Failed" || server.reason == "exited")
    }

    func lines(now: Date) -> [String] {
        var fields = Fields()
        fields.add("server", server.fullName)
        fields.add("title", server.displayName)
        fields.add("state", server.stateText)
        fields.add("phase", server.phase)
        fields.add("queue", server.queue?.text)
        fields.add("since", TimeText.ago(server.since, now: now))
        fields.add("last used", TimeText.ago(server.lastActivity, now: now))
        fields.add("idle", server.verdict?.sentence(now: now))
        fields.add("reason", [server.reason, server.message].compactMap { $0 }.joined(separator: ": "))
        fields.add("profile", server.profile)
        fields.add("clean", server.clean ? "yes: without the user's own packages and Jupyter settings" : nil)
        fields.add("resources", server.resources?.text)
        fields.add("resize", server.resize?.text)
        fields.add("out of memory", server.outOfMemory.map { "\(TimeText.ago($0.at, now: now) ?? ""): \($0.message)" })
        fields.add("in use", server.usage?.text)
        fields.add("grant", server.grant.map { $0.text(until: TimeText.ago($0.until, now: now) ?? "") })
        fields.add("on next start", server.next?.text)
        fields.add("image", server.image)
        fields.add("digest", server.imageDigest.map { $0 + (server.newerImage ? " (newer image on next start)" : "") })
        fields.add("container", server.container.map { "\(String($0.prefix(12))) on \(server.node)" })
        fields.add("workspace", server.workspace.map { "\($0.text), \(TimeText.ago($0.measuredAt, now: now) ?? "")" })
        fields.add("url", server.fullURL)
        if events.isEmpty { return fields.lines }
        let rows = events.suffix(Self.shownEvents).map { [TimeText.ago($0.at, now: now) ?? "", $0.kind, $0.message] }
        return fields.lines + [""] + Table(headings: ["WHEN", "EVENT", "WHAT"], rows: rows).lines
    }

    private static let shownEvents = 10
}
