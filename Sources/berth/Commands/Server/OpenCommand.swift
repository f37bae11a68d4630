import ArgumentParser
import HubAPI

/// `berth open`
struct OpenCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open a notebook server in the browser.",
        discussion: """
            Makes a link that logs a browser in. It works once, for ten minutes: whoever has it first is you, so do not
            pass it on. It is printed, and handed to the browser where there is a desktop. A server that is stopped is
            started by the page.

            On a remote machine reached with ssh -L 8000:localhost:8000, the link opens on yours; the port must be the \
            same on both ends.

              berth open
              berth open --path notebooks/report.ipynb
              berth open --print                    on a machine without a browser
              berth open --user ada --print         as an admin: a way in for ada
            """)

    @OptionGroup var server: ServerArgument
    @Option(help: "What to open in it: a notebook such as notebooks/x.ipynb, or a page such as lab/tree/data.")
    var path: String?
    @Flag(name: [.customLong("no-browser"), .customLong("print")], help: "Only print the link.") var noBrowser = false
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let link = try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let next = HubPaths.open(name.user, name.name, path: path)
            return try await client.loginLink(for: name.user, next: next).url
        }
        context.output.write(TerminalText.safe(link))
        let opened = !noBrowser && Self.isWebAddress(link) && context.openBrowser(link)
        context.output.note(
            opened
                ? "Opened in the browser. The link works once."
                : "Open this link in a browser. It works once, for ten minutes.")
    }

    /// Nothing but a web address is handed to the desktop, whatever the hub answered.
    static func isWebAddress(_ link: String) -> Bool {
        (link.hasPrefix("https://") || link.hasPrefix("http://"))
            && link.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 && $0.value != 0x7F }
    }
}
