import ArgumentParser
import HubAPI

/// `berth top`
struct TopCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Show what running servers use, beside what they may use.",
        discussion: """
            On a terminal it is drawn again every two seconds until Ctrl-C; elsewhere, and
            with --once, it is shown once. The hub reads each server every 5 seconds, and
            more seldom when there are more than fifty. PEAK is the most memory since the
            start. As JSON each server is a line, again and again unless --once is given:

              berth top
              berth top --all --sort cpu
              berth top --once --output json | jq -c '[.owner, .usage.memory]'
            """)

    enum Sort: String, ExpressibleByArgument, CaseIterable, Sendable { case memory, cpu, name }

    @Flag(help: "Everybody's, as far as you may see them.") var all = false
    @Flag(help: "Only once.") var once = false
    @Option(help: "What uses most comes first, or by name.") var sort: Sort = .memory
    @Option(help: "Seconds from one look to the next.") var interval = 2
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard (1...3600).contains(interval) else {
            throw ValidationError("--interval \(interval): seconds from 1 to 3600 are expected")
        }
    }

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let owner = all ? nil : try await client.whoAmI().user.name
            guard !once, format.output == .json || context.output.resultsAreOnTerminal else {
                return try show(try await look(client, owner), to: context.output)
            }
            let screen = LiveScreen(output: context.output, isShown: format.output == .table)
            screen.open()
            defer { screen.close() }
            try await repeating(in: context) {
                let servers = try await look(client, owner)
                if format.output == .table {
                    screen.draw(TopTable(servers: servers).lines)
                } else {
                    try show(servers, to: context.output)
                }
            }
        }
    }

    private func look(_ client: HubClient, _ owner: String?) async throws -> [FleetServer] {
        sort.sorted(try await client.servers(of: owner).servers.filter { $0.phase == "started" })
    }

    private func show(_ servers: [FleetServer], to output: CommandOutput) throws {
        switch format.output {
        case .json: for server in servers { output.write(try JSONText.line(server)) }
        case .table:
            if servers.isEmpty { return output.note("No server is running. Start yours with 'berth launch'.") }
            for line in TopTable(servers: servers).lines { output.write(line) }
        }
    }

    /// Until Ctrl-C, which is how one leaves it.
    private func repeating(
        in context: CommandContext, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = await context.interrupted() }
            group.addTask {
                while true {
                    try await body()
                    try await context.sleep(.seconds(interval))
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

extension TopCommand.Sort {
    /// What uses most first; what is not known last.
    func sorted(_ servers: [FleetServer]) -> [FleetServer] {
        let named = servers.sorted { ($0.owner, $0.name) < ($1.owner, $1.name) }
        // A stable order among equals keeps the lines from jumping.
        func descending(_ figure: (FleetServer) -> Double) -> [FleetServer] {
            named.enumerated().sorted { left, right in
                let (first, second) = (figure(left.element), figure(right.element))
                return first == second ? left.offset < right.offset : first > second
            }.map(\.element)
        }
        switch self {
        case .name: return named
        case .memory: return descending { Double($0.usage?.memory ?? -1) }
        case .cpu: return descending { $0.usage?.cpu ?? -1 }
        }
    }
}
