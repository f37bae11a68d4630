import Foundation
import Logging
import Servers

/// The rules of the host's packet filter that close it to what comes in from one bridge, and hold where that may go.
///
/// Packets that answer the host's own connections pass, so the host still reaches the containers. Rules are added
/// only when missing; they outlive this process and go with a reboot.
struct HostFirewall: Sendable {
    let logger: Logger

    /// A rule: its chain, and what comes after.
    struct Rule: Hashable, Sendable {
        let chain: String
        let matches: [String]
        let target: [String]
    }

    /// In the order in which they are put first in their chain, so that the last one counts before the others.
    static func rules(of network: PolicyNetwork) -> [Rule] {
        let new = ["-m", "conntrack", "--ctstate", "NEW"]
        func rule(_ chain: String, _ matches: [String], _ target: String) -> Rule {
            Rule(chain: chain, matches: ["-i", network.interface] + matches, target: ["-j", target])
        }
        let allowed: [Rule]
        switch network.policy {
        case .egress: allowed = []
        case .internal: allowed = [rule("DOCKER-USER", new, "REJECT")]
        case .allow(let ranges):
            allowed =
                [rule("DOCKER-USER", new, "REJECT")]
                + ranges.map { rule("DOCKER-USER", ["-d", $0.description], "RETURN") }
        }
        return [rule("INPUT", new, "REJECT")] + allowed
            + AddressRange.metadata.map { rule("DOCKER-USER", ["-d", $0.description], "REJECT") }
    }

    /// Makes sure of all rules. Throws `RuntimeError.isolation` with what the filter said.
    func close(_ network: PolicyNetwork) async throws {
        guard let iptables = Command.find("iptables") else {
            throw ServerNetwork.refused("there is no iptables command on this host")
        }
        for rule in Self.rules(of: network) { try await ensure(rule, with: iptables) }
        await closeSixth(network)
    }

    /// The network has no IPv6, so this is a second wall; a host without the filter has nothing to close.
    private func closeSixth(_ network: PolicyNetwork) async {
        guard let iptables = Command.find("ip6tables") else { return }
        do {
            for rule in Self.rules(of: network) where rule.chain == "INPUT" {
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
