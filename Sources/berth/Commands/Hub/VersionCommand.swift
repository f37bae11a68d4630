import ArgumentParser
import HubAPI

/// `berth version`
struct VersionCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version of this program, and of the hub if it answers.",
        discussion: """
            Of the hub also the version of JupyterHub's API that it matches.

              berth version
              berth version --output json
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let (credentials, _) = try HubCredentials.find(
            hub.choice, environment: context.environment, home: context.home)
        let answered = try? await withHubClient(address: credentials.address, token: nil) { try await $0.version() }
        let versions = Versions(
            berth: BerthVersion.text, hubAddress: credentials.address.base, hub: answered?.berth,
            jupyterHubAPI: answered?.api)
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(versions))
        case .table:
            context.output.write("berth \(versions.berth)")
            let hub = versions.hub.map { "\($0), API of JupyterHub \(versions.jupyterHubAPI ?? "?")" } ?? "no answer"
            context.output.write("hub   \(TerminalText.safe(hub)) (\(versions.hubAddress))")
        }
    }

    struct Versions: Encodable {
        let berth: String
        let hubAddress: String
        let hub: String?
        let jupyterHubAPI: String?

        private enum CodingKeys: String, CodingKey {
            case berth, hub
            case hubAddress = "hub_address"
            case jupyterHubAPI = "jupyterhub_api"
        }
    }
}
