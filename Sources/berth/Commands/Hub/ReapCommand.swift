import ArgumentParser
import Foundation
import HubAPI
import Servers

/// `berth reap`
struct ReapCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "reap",
        abstract: "Stop the notebook servers that nobody needs, now.",
        discussion: """
            For admins. Each started server has a verdict by the policies of its profile and of its owner's groups: keep,
            warn or reap, with reasons. The hub acts on them by itself; this does it now. Each server is looked at once
            more just before it is stopped, and whatever is going on in it by then spares it: nothing busy is ever stopped.

              berth reap --dry-run                       every verdict, and why
              berth reap --idle 2h --profile large       what has been idle for 2 hours, whatever policies allow
              berth reap --over-memory 8G --yes          what is idle by policy and uses more than 8 GiB
              berth reap --filter owner:ada,bob --output json

            With --idle or a filter nobody is told first. Without either it does what the hub's timer does: whose notice is
            not over is told, not stopped. Exempt servers, those that somebody asked to keep, quiet hours and the least
            time to run count always.
            """)

    @Flag(help: "Only say what would be done, for every server.") var dryRun = false
    @Option(
        help: "After how long without activity, in place of the policies' own: 90s, 2h.", transform: TimeOption.seconds
    )
    var idle: Int?
    @Option(help: "Only this user's.", completion: .user) var user: String?
    @Option(help: "Only those of this group's members.") var group: String?
    @Option(help: "Only of this profile.", completion: .profile) var profile: String?
    @Option(help: "Only what uses more memory, such as 2G.") var overMemory: String?
    @Option(help: "Only what fits, such as 'owner:ada idle:>2h'.") var filter: String?
    @Flag(name: [.short, .long], help: "Do not ask.") var yes = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let entries = try await client.reapPlan(asked, verdict: dryRun ? nil : "reap")
            if dryRun { return try show(entries, in: context) }
            guard try isAgreed(entries, in: context) else { return }
            var order = asked
            order.atMost = entries.count
            let answer = try await client.reap(order)
            switch format.output {
            case .json: context.output.write(try JSONText.pretty(answer))
            case .table: for line in answer.lines { context.output.note(line) }
            }
        }
    }

    private var asked: ReapRequest {
        ReapRequest(
            idle: idle.map { .seconds(Int64($0)) }, filter: filter, user: user, group: group, profile: profile,
            overMemory: overMemory.map { .text($0) })
    }

    private func show(_ entries: [ReapEntry], in context: CommandContext) throws {
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(entries))
        case .table:
            for line in ReapTable(entries: entries, now: context.now()).lines { context.output.write(line) }
            let stops = entries.count { $0.action == "stop" }
            let told = entries.count { $0.action == "warn" }
            context.output.note(
                "\(stops) of \(entries.count) would be stopped\(told == 0 ? "" : ", and people of \(told) told").")
        }
    }

    /// Shows what is about to be stopped, and asks.
    private func isAgreed(_ entries: [ReapEntry], in context: CommandContext) throws -> Bool {
        guard !entries.isEmpty else {
            // The policies' own way may still tell people, which needs no asking.
            if asked != ReapRequest() { context.output.note("Nothing is to be stopped.") }
            return asked == ReapRequest()
        }
        if yes { return true }
        for line in ReapTable(entries: entries, now: context.now()).lines { context.output.note(line) }
        if asked != ReapRequest() { context.output.note("Their people are not told first.") }
        let count = entries.count == 1 ? "this server" : "these \(entries.count) servers"
        switch try context.ask("Stop \(count)? [y/N] ", false) {
        case nil:
            throw CommandFailure(
                "\(entries.count) servers would be stopped, and there is no terminal to ask at",
                advice: "Pass --yes to stop them, or --dry-run to see why.")
        case let answer? where ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased()):
            return true
        case .some:
            context.output.note("Nothing was stopped.")
            throw EndedWith(status: .failed)
        }
    }
}

/// What is to be done with servers, as a table. Pure.
struct ReapTable: Sendable {
    let entries: [ReapEntry]
    let now: Date

    var lines: [String] {
        Table(
            headings: ["SERVER", "VERDICT", "CHANGES", "MEMORY", "PROFILE", "WHY"],
            rows: entries.map { entry in
                [
                    entry.fullName, entry.verdict.verdict, TimeText.ago(entry.verdict.changesAt, now: now) ?? "",
                    entry.memory.map { "\(Bytes($0))" } ?? "", entry.profile ?? "", entry.verdict.reasons.first ?? "",
                ]
            }
        ).lines
    }
}

extension ReapAnswer {
    /// What was done, for people.
    fileprivate var lines: [String] {
        func names(_ result: String) -> [String] { servers.filter { $0.result == result }.map(\.fullName) }
        let spared = servers.filter { $0.result == "spared" }.map { outcome in
            "\(outcome.fullName) is spared: \(outcome.verdict?.reasons.first ?? "it was started anew, or is gone")."
        }
        let parts = [
            ("stopped", "Stopped"), ("warned", "Told that they will be stopped"), ("failed", "Not written yet"),
        ]
        let done = parts.compactMap { result, text in
            let all = names(result)
            return all.isEmpty ? nil : "\(text): \(all.joined(separator: ", "))."
        }
        return done.isEmpty && spared.isEmpty ? ["Nothing was to be done."] : done + spared
    }
}
