import Foundation
import HubAPI
import Servers

/// Stops all servers that a filter finds, after showing them and having their number confirmed.
struct StopOfMany: Sendable {
    let client: HubClient
    let filter: String
    let context: CommandContext

    private static let shown = 40
    private static let patience = Duration.seconds(120)
    private static let pause = Duration.milliseconds(500)

    /// - Parameter expected: how many there have to be; nil: however many the person confirms, where `asks`.
    ///
    /// Throws `CommandFailure` when there are more or fewer, when there is nobody to ask, or one was not stopped; `EndedWith`
    /// when the answer is no.
    func callAsFunction(expected: Int?, asks: Bool, waits: Bool) async throws {
        let found = try await client.servers(filter: "\(filter) \(FleetFilter.stoppableText)").servers
        guard !found.isEmpty || (expected ?? 0) > 0 else {
            return context.output.note("No server that runs fits: nothing is stopped.")
        }
        show(found)
        if let expected, expected != found.count {
            throw CommandFailure(
                "\(Self.count(found.count)) the filter, and \(expected) were expected: nothing is stopped",
                advice: "Look at the list, and pass its number with --expect.")
        }
        if expected == nil, asks { try confirm(found.count) }
        let outcomes = try await client.stopServers(BulkStop(filter: filter, expected: found.count))
        if waits { try await wait(for: outcomes) }
        try tell(outcomes, waits)
    }

    private func show(_ servers: [FleetServer]) {
        let table = FleetTable(servers: Array(servers.prefix(Self.shown)), now: context.now())
        for line in table.lines(.fleet) { context.output.write(line) }
        if servers.count > Self.shown { context.output.note("and \(servers.count - Self.shown) more") }
    }

    private func confirm(_ count: Int) throws {
        let these = count == 1 ? "this server" : "these \(count) servers"
        switch try context.ask("Stop \(these), and lose what they compute? Type \(count) to do so: ", false) {
        case nil:
            throw CommandFailure(
                "\(Self.count(count)) the filter, and there is no terminal to ask at",
                advice: "Pass --expect \(count) to stop so many.", status: .busy)
        case let answer? where answer.trimmingCharacters(in: .whitespaces) == "\(count)": return
        case .some:
            context.output.note("They are left as they are.")
            throw EndedWith(status: .busy)
        }
    }

    /// Until none of them is stopping any more.
    private func wait(for outcomes: [BulkOutcomeModel]) async throws {
        let names = Set(outcomes.filter { $0.result == "stopping" }.map(\.fullName))
        let start = context.uptime()
        while !names.isEmpty, context.uptime() - start < Self.patience {
            let stopping = try await client.servers(filter: "phase:stopping").servers
            if names.isDisjoint(with: stopping.map(\.fullName)) { return }
            try await context.sleep(Self.pause)
        }
        if !names.isEmpty { context.output.note("Some are still stopping; the hub goes on.") }
    }

    private func tell(_ outcomes: [BulkOutcomeModel], _ waited: Bool) throws {
        let refused = outcomes.filter { $0.result == "refused" }
        for outcome in refused { context.output.note("\(outcome.fullName): \(outcome.message ?? "refused")") }
        let count = outcomes.count - refused.count
        let servers = count == 1 ? "1 server is" : "\(count) servers are"
        context.output.note("\(servers) \(waited ? "stopped" : "stopping").")
        if !refused.isEmpty { throw CommandFailure("\(refused.count) of \(outcomes.count) were not stopped") }
    }

    private static func count(_ number: Int) -> String { number == 1 ? "1 server fits" : "\(number) servers fit" }
}

extension BulkOutcomeModel {
    /// `ada/`, `ada/gpu`.
    var fullName: String { "\(owner)/\(name)" }
}
