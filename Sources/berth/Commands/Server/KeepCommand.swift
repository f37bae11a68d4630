import ArgumentParser
import Foundation
import HubAPI

/// `berth keep`
struct KeepCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "Keep a notebook server from being stopped for being idle, for a while.",
        discussion: """
            Without --for as long as is usual: 4 hours, or less where less is the most. It counts from now, and asked for
            again it counts anew. A server that has a greatest age is stopped at that all the same.

              berth keep
              berth keep gpu --for 12h

            'berth status' shows what would be done with a server, and why.
            """)

    @OptionGroup var server: ServerArgument
    @Option(name: .customLong("for"), help: "How long: 90s, 4h, 1d.", transform: TimeOption.seconds)
    var length: Int?
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let (name, kept) = try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            return (name, try await client.keep(name, KeepRequest(length: length.map { .seconds(Int64($0)) })))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(kept))
        case .table:
            let end = TimeText.ago(kept.until, now: context.now()) ?? kept.until
            context.output.note("\(name) is kept, however idle: that ends \(end).")
            if kept.verdict?.rule == "age", let verdict = kept.verdict {
                context.output.note("But \(verdict.sentence(now: context.now())).")
            }
        }
    }
}
