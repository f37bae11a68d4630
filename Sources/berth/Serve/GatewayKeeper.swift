import CLinux
import Control
import Foundation
import GatewayControl
import Logging
import ServiceLifecycle
import Settings

/// Sees that there is a gateway: attaches to the one that runs, starts one when none answers. Never stops one.
struct GatewayKeeper: Service {
    let link: GatewayLink
    /// Is told whether one is attached.
    let health: GatewayHealth
    /// The flags that give the gateway the same settings.
    let arguments: [String]
    let state: StateDirectory
    let logger: Logger
    /// False where another service runs the gateway: a second one would only fight with it for the port.
    let startsGateway: Bool

    /// Throws `StartProblem` when the first gateway ends before it was ever attached, as it does when its port is in use.
    /// Later ones are started again.
    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await keep() }
        } catch is CancellationError {
            return
        }
    }

    private func keep() async throws {
        var child: pid_t = 0
        var wasAttached = false
        while true {
            health.note(isAttached: link.isConnected)
            wasAttached = wasAttached || link.isConnected
            if child > 0, waitpid(child, nil, WNOHANG) != 0 {
                guard wasAttached else { throw startProblem }
                child = 0
                try await Task.sleep(for: .seconds(1))
            }
            if startsGateway, child == 0, !link.isConnected, !isAnswered() { child = start() }
            try await Task.sleep(for: wasAttached ? .milliseconds(500) : .milliseconds(50))
        }
    }

    private var startProblem: StartProblem {
        let log = FileManager.default.contents(atPath: state.gatewayLog) ?? Data()
        let last = String(decoding: log.suffix(4096), as: UTF8.self).split(separator: "\n").last.map(String.init)
        return StartProblem(
            "the gateway ended as soon as it was started: \(last ?? "it wrote nothing")",
            remedy: "Its log is \(state.gatewayLog).")
    }

    /// What the gateway is given of this process's environment: what settings are read from, and no secret.
    private var environment: [String] {
        let names = Set(SettingsKey.allCases.map(\.environmentName) + ["BERTH_CONFIG", "PATH", "HOME", "LANG", "TZ"])
        return ProcessInfo.processInfo.environment.filter { names.contains($0.key) }.map { "\($0.key)=\($0.value)" }
    }

    /// Whether anything listens on the control socket.
    private func isAnswered() -> Bool {
        guard let address = UnixAddress(state.controlSocket) else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return address.withPointer { connect(descriptor, $0, $1) == 0 }
    }

    /// Starts `berth gateway` in a session of its own, which outlives this process. Answers its process id, 0 on failure.
    private func start() -> pid_t {
        let program = CommandLine.executablePath
        var pid: pid_t = 0
        let result = withCStrings([program, "gateway"] + arguments) { arguments in
            withCStrings(environment) { environment in
                berth_spawn_detached(program, arguments, environment, state.gatewayLog, &pid)
            }
        }
        if result == 0 {
            logger.info("started the gateway", metadata: ["pid": "\(pid)"])
        } else {
            logger.error(
                "the gateway could not be started", metadata: ["program": "\(program)", "errno": "\(-result)"])
        }
        return result == 0 ? pid : 0
    }
}

extension CommandLine {
    /// This program's own file; the one that took its place, if it was replaced since this process started.
    static var executablePath: String {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? arguments[0]
        let mark = " (deleted)"
        return path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path
    }
}

/// Calls `body` with a null-terminated array of C strings that live as long as the call.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
    for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
    (pointers + strings.count).initialize(to: nil)
    defer {
        for index in strings.indices { free(pointers[index]) }
        pointers.deallocate()
    }
    return body(pointers)
}

extension GatewayKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    var description: String { "gateway keeper" }
}
