import ArgumentParser
import Foundation
import Servers

/// `berth serve`: the control plane.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the control plane, and start a gateway where none runs.",
        discussion: """
            Keeps what is wanted in the state directory and drives the container engine until it is so. It may be \
            stopped or killed at any moment: servers and open notebooks go on, and the next start takes up where it was.

            Settings come from flags, the environment (BERTH_STATE_DIR for --state-dir), and berth.yaml, in this order.

            EXAMPLES
              berth serve
              berth serve --listen 127.0.0.1:9000 --hub-url http://localhost:9000 \
            --notebook-url http://{user}.localhost:9000
            """)

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Another service runs the gateway: attach to it whenever it answers, and never start one.")
    var externalGateway = false

    @Option(help: "Make this user's admin account at the first start.")
    var `operator`: String?

    @Option(help: "With --operator: where to keep the hub's URL and a token for the command line.")
    var credentials: String?

    func run() async throws {
        do {
            try await ServeProcess(
                options: settings, operatorName: `operator`, credentials: credentials, startsGateway: !externalGateway
            ).run()
        } catch {
            FileHandle.standardError.write(Data("berth serve: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
