import ArgumentParser
import HubAPI
import Servers

/// `berth launch`
struct LaunchCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch",
        abstract: "Start a notebook server and wait until it is ready.",
        discussion: """
            Shows how far the launch is and ends with the server's address. Without --profile it is the hub's
            default one. Interrupting the command does not stop the launch.

              berth launch                              your default server
              berth launch --profile large --memory 8G
              berth launch gpu                          a second one, named gpu
              berth launch --output json | jq .         every step as a line of JSON

            'berth profiles' shows what can be asked for.
            """)

    @OptionGroup var server: ServerArgument
    @Option(help: "What kind of server; see 'berth profiles'.", completion: .profile) var profile: String?
    @Option(help: "The most cores, such as 0.5 or 2.", transform: Self.cores) var cpu: Double?
    @Option(help: "Memory, such as 512M or 4G (1024-based).", transform: Self.memory) var memory: Int64?
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted the launch.") var noWait = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let options = LaunchRequest(profile: profile, cpu: cpu, memory: memory.map { .bytes($0) })
            let session = LaunchSession(
                client: client, server: name, argument: name.asArgument(server), format: format.output, context: context
            )
            try await session.run(options, waits: !noWait)
        }
    }

    @Sendable
    private static func cores(_ text: String) throws -> Double {
        guard let number = Double(text) else {
            throw ValidationError("expected a number of cores such as 0.5 or 2")
        }
        return try checked { () throws(InvalidValue) in try Cores(number, field: "--cpu").number }
    }

    @Sendable
    private static func memory(_ text: String) throws -> Int64 {
        try checked { () throws(InvalidValue) in try Bytes(text, field: "--memory").count }
    }

    private static func checked<Value>(_ read: () throws(InvalidValue) -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw ValidationError("expected \(error.expected)")
        }
    }
}
