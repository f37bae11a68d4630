import ArgumentParser
import HubAPI
import Servers

/// `berth image ls`
struct ImageLs: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the images that the hub pulled, or that profiles and servers use.",
        discussion: """
            For admins. 'berth image prune' removes those of which nothing is said to use them. Sizes count layers that
            images share with each image.

              berth image ls
              berth image ls --output json | jq -r '.[] | select(.unused).id'
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let images = try await context.withHub(hub) { try await $0.images() }
        try context.write(images, as: format.output)
    }
}

extension CommandContext {
    /// Writes a list of images.
    func write(_ images: [ImageModel], as format: OutputFormat) throws {
        switch format {
        case .json: output.write(try JSONText.pretty(images))
        case .table:
            let now = now()
            let table = Table(
                headings: ["IMAGE", "ID", "SIZE", "PULLED", "USED BY"],
                rows: images.map { image in
                    [
                        image.references.first ?? "<none>", String(image.id.dropFirst(7).prefix(12)),
                        "\(Bytes(image.size))",
                        TimeText.ago(image.pulledAt, now: now) ?? "not by Berth",
                        image.unused ? "nothing" : image.usedBy.joined(separator: ", "),
                    ]
                })
            for line in table.lines { output.write(line) }
        }
    }
}
