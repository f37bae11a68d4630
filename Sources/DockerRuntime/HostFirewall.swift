import Foundation
import Logging
import Servers

/// The rules of the host's packet filter that close it to what comes in from one bridge.
///
/// Packets that answer the host's own connections pass, so the host still reaches the containers. Rules are added
/// only when missing; they outlive this process and go with a reboot.
struct HostFirewall: Sendable {
    let interface: String
    let logger: Logger

    /// Where clouds answer with a machine's own credentials: link-local (most), Alibaba's and Azure's.
    static let metadata = ["169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32"]

    /// A rule: its chain, and what comes after.
    struct Rule: Hashable, Sendable {
        let chain: String
        let matches: [String]
        let target: [String]
    }

    static func rules(interface: String) -> [Rule] {
        let host = Rule(
            chain: "INPUT", matches: ["-i", interface, "-m", "conntrack", "--ctstate", "NEW"],
            target: ["-j", "REJECT"])
        return [host]
            + metadata.map {
                Rule(chain: "DOCKER-USER", matches: ["-i", interface, "-d", $0], target: ["-j", "REJECT"])
            }
    }

    /// Makes sure of all rules. Throws `RuntimeError.isolation` with what the filter said.
    func close() async throws {
        guard let iptables = Command.find("iptables") else {
            throw ServerNetwork.refused("there is no iptables command on this host")
        }
        for rule in Self.rules(interface: interface) { try await ensure(rule, with: iptables) }
        await closeSixth()
    }

    /// The network has no IPv6, so this is a second wall; a host without the filter has nothing to close.
    private func closeSixth() async {
        guard let iptables = Command.find("ip6tables") else { return }
        do {
            for rule in Self.rules(interface: interface) where rule.chain == "INPUT" {
                try await ensure(rule, with: iptables)
            }
        } catch {
            logger.notice("no IPv6 rule for the servers' bridge", metadata: ["reason": "\(error)"])
        }
    }

    private func ensure(_ rule: Rule, with iptables: Command) async throws {
        let arguments = rule.matches + rule.target
        if try await run(iptables, ["-w", "5", "-C", rule.chain] + arguments).isSuccess { return }
        let added = try await run(iptables, ["-w", "5", "-I", rule.chain, "1"] + arguments)
        guard added.isSuccess else {
            throw ServerNetwork.refused("\(iptables.name) for \(rule.chain) failed: \(added.firstLine)")
        }
        logger.info("closed a way from the servers' bridge", metadata: ["rule": "\(rule.chain) \(arguments)"])
    }

    private func run(_ command: Command, _ arguments: [String]) async throws -> Command.Outcome {
        do {
            return try await command.run(arguments)
        } catch let error as RuntimeError {
            throw ServerNetwork.refused("\(command.name): \(error.message)")
        }
    }
}
