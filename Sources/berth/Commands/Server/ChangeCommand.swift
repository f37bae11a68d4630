import ArgumentParser
import HubAPI

/// `berth change`
struct ChangeCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Choose what a notebook server gets on its next start.",
        discussion: """
            What runs goes on as it is; 'berth status' shows what comes. --profile begins afresh with that profile's own
            resources. To have cores and memory at once: 'berth resize'; to have all of it: 'berth restart' with the same options.

              berth change --memory 8G
              berth change gpu --profile large
              berth change gpu --title "Training"
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var resources: ResourceOptions
    @Option(help: "What people call it; an empty one: its name.") var title: String?
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard resources.request != LaunchRequest() || title != nil else {
            throw ValidationError("Say what is to change: --profile, --cpu, --reserve, --memory, --shm or --title.")
        }
    }

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let wanted = resources.request
            let edit = ServerEdit(
                displayName: title, profile: wanted.profile, cpu: wanted.cpu, cpuReserve: wanted.cpuReserve,
                memory: wanted.memory, sharedMemory: wanted.sharedMemory)
            let options = try await client.change(name, edit).userOptions
            context.output.note("\(name) is changed. On next start: \(options.text).")
        }
    }
}
