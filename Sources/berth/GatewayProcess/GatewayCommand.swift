import ArgumentParser
import Foundation

/// `berth gateway`: the process that all traffic goes through.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Run the gateway that all traffic goes through.",
        discussion: """
            `berth serve` starts one by itself where none runs, and never stops it: while serve is away, open notebooks \
            go on. Run it by hand, or by the system's service manager, to have it started apart.

            It takes the same settings as serve. Started by root, it becomes the user of gateway_user once it listens.

              berth gateway
              berth gateway --config /etc/berth/berth.yaml
            """)

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        do {
            try await GatewayProcess(options: settings).run()
        } catch {
            FileHandle.standardError.write(Data("berth gateway: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
