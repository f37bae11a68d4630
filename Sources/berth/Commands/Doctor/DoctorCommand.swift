import ArgumentParser
import Settings

/// `berth doctor`
struct DoctorCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check this machine and the way to the hub, and say what to do.",
        discussion: """
            Each line is ok, warn or fail, with what to do. What is only on the hub's own machine (configuration, Docker
            Engine, images, store, firewall, processes, disks, clock, names, port) is looked at as it is here, before
            anything is installed, too; as root it sees most. On another machine, pass --client.
            Exits with 1 when a line is fail.

              berth doctor
              berth doctor --client
              berth doctor --output json | jq '.[] | select(.verdict != "ok")'
            """)

    @Option(name: .customLong("config"), help: "The configuration file (else $BERTH_CONFIG, else the usual place).")
    var config: String?

    @Flag(help: "Only the way to the hub, for machines that Berth does not run on.") var client = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        var checks: [Check] = []
        if !client {
            let (check, settings) = MachineChecks.configuration(file: config, context)
            checks.append(check)
            let (engine, info) = await MachineChecks.engine(settings)
            checks += engine
            if let settings { checks += HostChecks.all(settings, engine: info, now: context.now()) }
            checks += await MachineChecks.port(settings)
        }
        checks += await HubChecks.all(hub.choice, context)
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(checks))
        case .table: for line in checks.flatMap(\.lines) { context.output.write(line) }
        }
        if checks.contains(where: { $0.verdict == .fail }) { throw EndedWith(status: .failed) }
    }
}
