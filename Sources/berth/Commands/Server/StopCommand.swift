import ArgumentParser
import HubAPI

/// `berth stop`
struct StopCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a notebook server, or all that fit. Files stay; running cells are lost.",
        discussion: """
            Waits until the container is gone. A server that does not run is left as it is. Busy kernels are named and
            asked about; without a terminal to ask at it fails with exit code 5 unless --force is given.

              berth stop
              berth stop --force
              berth stop gpu --no-wait
              berth stop --user ada

            With --filter all that fit and run are shown, and stopped once their number is typed, or given:

              berth stop --filter 'idle:>2h'
              berth stop --filter group:course-7 --expect 31

            \(FilterHelp.text)
            """)

    @OptionGroup var server: ServerArgument
    @Option(help: "Stop all servers that fit, of whoever's you may stop.") var filter: String?
    @Option(help: "With --filter: do not ask, if so many fit; else stop none.") var expect: Int?
    @Flag(name: .shortAndLong, help: "With --filter: do not ask, however many fit.") var yes = false
    @OptionGroup var busy: ForceFlag
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted the stop.") var noWait = false
    @OptionGroup var hub: HubOptions

    func validate() throws {
        let namesOne = !server.name.isEmpty || server.user != nil
        if filter != nil, namesOne { throw ValidationError("a server's name and --filter: give one of them") }
        if filter == nil, expect != nil || yes { throw ValidationError("--expect and --yes go with --filter") }
        if yes, expect != nil { throw ValidationError("--expect and --yes: give one of them") }
    }

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            if let filter {
                let bulk = StopOfMany(client: client, filter: filter, context: context)
                try await bulk(expected: expect, asks: !yes, waits: !noWait)
            } else {
                try await stopOne(client, context)
            }
        }
    }

    private func stopOne(_ client: HubClient, _ context: CommandContext) async throws {
        let name = try await server.resolve(client)
        let check = BusyCheck(client: client, server: name, verb: "Stop", context: context)
        try await check.pass(force: busy.force)
        let outcome = try await client.stop(name)
        if noWait {
            return context.output.note(outcome == .done ? "\(name) is stopped." : "\(name) is stopping.")
        }
        let wait = StopWait(server: name, argument: name.asArgument(server), context: context)
        try await wait.whileUnderWay(outcome) { try await client.stop(name) }
        context.output.note("\(name) is stopped.")
    }
}
