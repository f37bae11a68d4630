import ArgumentParser
import HubAPI

/// `berth resize`
struct ResizeCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "resize",
        abstract: "Give a notebook server other cores and memory while it runs. Its kernels go on.",
        discussion: """
            What is not said stays as it is, and the next start keeps the size. Less memory than is in use is refused, with
            the figures. --profile and --shm can't change while it runs: they are kept for the next start, as everything is
            of a server that does not run.

              berth resize --memory 8G
              berth resize --cpu 4 --reserve 1
              berth resize gpu --memory 4G --output json

            'berth profiles' shows what can be asked for.
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var resources: ResourceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard resources.request != LaunchRequest() else {
            throw ValidationError("Say what is to change: --cpu, --reserve, --memory, --profile or --shm.")
        }
    }

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let before = try await client.server(name)?.resources
            let answer = try await settled(name, client, context)
            switch format.output {
            case .json: context.output.write(try JSONText.pretty(answer))
            case .table: for line in Self.lines(name, before, answer) { context.output.note(line) }
            }
        }
    }

    /// Asks until it is done: the hub holds each answer back for up to 10 seconds, and the same again is the same resize.
    private func settled(
        _ name: HubServerName, _ client: HubClient, _ context: CommandContext
    ) async throws -> ResizeAnswer {
        let asked = resources.request
        let wanted = ResizeRequest(
            cpu: asked.cpu, cpuReserve: asked.cpuReserve, memory: asked.memory, profile: asked.profile,
            sharedMemory: asked.sharedMemory)
        for _ in 0..<Self.tries {
            let answer = try await client.resize(name, wanted)
            guard answer.state == "pending" else { return answer }
            context.output.note("Waiting for \(name) to be resized.")
        }
        throw CommandFailure(
            "\(name) is not resized yet",
            advice: "The hub goes on trying: see 'berth status\(name.asArgument(server))'.")
    }

    private static let tries = 3

    /// What happened, for people.
    static func lines(_ name: HubServerName, _ before: ResourcesModel?, _ answer: ResizeAnswer) -> [String] {
        var lines: [String] = []
        if answer.state == "applied", let now = answer.resources {
            let had = before.map { $0 == now ? "as before" : "it had \($0.text)" } ?? "as asked for"
            lines.append("\(name) has \(now.text) now; \(had). Its kernels go on.")
        }
        if !answer.onNextStart.isEmpty, let next = answer.next {
            lines.append("On next start: \(next.text).")
        } else if answer.state == "on_next_start" {
            lines.append("\(name) is to start next with what it had last.")
        }
        return lines
    }
}
