import ArgumentParser
import HubAPI
import Servers

/// `berth image prune`
struct ImagePruneCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove the images that the hub pulled and nothing uses.",
        discussion: """
            For admins. An image is used by the profiles that name it and by the servers that run it. What the hub did not
            pull itself is never removed, nor what somebody has given another name or runs a container of.

              berth image prune --dry-run
              berth image prune
            """)

    @Flag(help: "Only say what would be removed.") var dryRun = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let images = try await context.withHub(hub) { try await $0.pruneImages(dryRun: dryRun) }
        let freed = Bytes(images.reduce(0) { $0 + $1.size })
        context.output.note(
            images.isEmpty
                ? "Nothing to remove." : "\(dryRun ? "Would remove" : "Removed") \(images.count), at most \(freed).")
        if !images.isEmpty || format.output == .json { try context.write(images, as: format.output) }
    }
}
