import ArgumentParser
import Foundation
import HubAPI

/// Asks before what a server computes is lost.
struct BusyCheck: Sendable {
    let client: HubClient
    let server: HubServerName
    /// What is about to happen: `Stop`, `Restart`, `Remove`.
    let verb: String
    let context: CommandContext

    /// Returns when nothing is lost, when that cannot be found out, when `force` is set or the person agrees.
    /// Throws `CommandFailure` where there is nobody to ask, `EndedWith` when the answer is no.
    func pass(force: Bool) async throws {
        if force { return }
        guard let reading = try await reading() else { return }
        guard reading.known else {
            return context.output.note("What its kernels do could not be found out: \(reading.problem ?? "no answer").")
        }
        let busy = reading.kernels.filter(\.busy)
        if busy.isEmpty { return }
        let lines = busy.prefix(Self.shownKernels).map(line)
        let rest = busy.count - lines.count
        let list = lines + (rest > 0 ? ["and \(rest) more"] : [])
        for text in ["\(server) is computing:"] + list.map({ "  \($0)" }) { context.output.note(text) }
        try decide(busy.count)
    }

    /// Nil when there is no such server: what follows says so better.
    private func reading() async throws -> KernelsModel? {
        do { return try await client.kernels(of: server) } catch HubError.refused { return nil }
    }

    private func decide(_ count: Int) throws {
        let what = count == 1 ? "a busy kernel" : "\(count) busy kernels"
        switch try context.ask("\(verb) it and lose that? [y/N] ", false) {
        case nil:
            throw CommandFailure(
                "\(server) has \(what), and there is no terminal to ask at",
                advice: "Pass --force to \(verb.lowercased()) it all the same.", status: .busy)
        case let answer? where ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased()):
            return
        case .some:
            context.output.note("\(server) is left as it is.")
            throw EndedWith(status: .busy)
        }
    }

    private func line(_ kernel: KernelModel) -> String {
        let since = TimeText.ago(kernel.lastActivity, now: context.now()).map { ", last heard of \($0)" } ?? ""
        return "\(kernel.path ?? "a kernel without a notebook") (\(kernel.name))\(since)"
    }

    private static let shownKernels = 10
}

/// The flag of commands that end a server.
struct ForceFlag: ParsableArguments {
    @Flag(help: "Do not ask about busy kernels.") var force = false
}
