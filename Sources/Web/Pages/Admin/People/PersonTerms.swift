import Accounts
import Control
import HubAPI
import Servers

/// What somebody gets, and from which group or setting: profiles, ceilings, quotas and what counts in them, idle rules; and
/// what they used of late.
struct PersonTerms {
    let lines: [Line]

    struct Line {
        let label: String
        let text: String
        /// Where it comes from.
        let source: String
    }

    /// How far back their use goes.
    private static let days = 30

    /// - Parameter groups: all that there are.
    init(of user: User, _ groups: [Group], _ useCases: UseCases, by principal: Principal) async throws {
        let own = groups.filter { user.groups.contains($0.name.value) }
        let profiles = useCases.profiles().usable(by: user)
        let naming = Self.names(own) { $0.profiles != nil }
        lines =
            [
                Line(
                    label: "Profiles",
                    text: profiles.isEmpty
                        ? "none: they can launch nothing" : profiles.map(\.title).joined(separator: ", "),
                    source: naming ?? "no group limits them"),
                Self.ceiling(user.policy, own),
            ] + Self.quotas(try await useCases.readQuota(user.name, by: principal))
            + own.flatMap(Self.extras) + [try await Self.use(of: user, useCases, by: principal)].compactMap(\.self)
    }

    /// The groups of which something holds, in words; nil where it holds of none.
    private static func names(_ groups: [Group], _ holds: (GroupPolicy) -> Bool) -> String? {
        let names = groups.filter { holds($0.policy) }.map(\.name.value)
        return names.isEmpty ? nil : "group \(names.joined(separator: ", "))"
    }

    private static func ceiling(_ policy: GroupPolicy, _ groups: [Group]) -> Line {
        let most = [policy.cpu?.words, policy.memory.map { "\($0)" }].compactMap(\.self)
        let deciding = names(groups) { one in
            (one.cpu != nil && one.cpu == policy.cpu) || (one.memory != nil && one.memory == policy.memory)
        }
        return Line(
            label: "A server has at most",
            text: most.isEmpty ? "what its profile allows" : most.joined(separator: " and "),
            source: deciding ?? "no group limits it")
    }

    /// What limits their servers, and how full it is.
    static func quotas(_ report: ReadQuota.Report) -> [Line] {
        report.limits.map { line in
            let measure = line.limit.measure
            return Line(
                label: "Together at most",
                text: "\(measure.text(line.limit.most)), \(measure.text(line.used)) now", source: line.limit.source.text
            )
        }
    }

    /// What a group gives beside.
    private static func extras(_ group: Group) -> [Line] {
        let policy = group.policy
        let source = "group \(group.name)"
        let idle: String? =
            switch (policy.idle?.isExempt, policy.idle?.timeout) {
            case (true?, _): "never"
            case (_, .after(let timeout)?): "after \(timeout.words) without activity"
            case (_, .never?): "never"
            case (_, nil): policy.idle.map { _ in "as its profile says, by rules of the group" }
            }
        return [
            policy.guarantee.map {
                Line(label: "Kept for the group", text: "\($0.cpu.words), \($0.memory)", source: source)
            },
            policy.autoApprove.map { Line(label: "More without asking", text: "\($0)", source: source) },
            idle.map { Line(label: "An idle server stops", text: $0, source: source) },
        ].compactMap(\.self)
    }

    /// Nil where they had no server.
    private static func use(of user: User, _ useCases: UseCases, by principal: Principal) async throws -> Line? {
        let since = useCases.readUsage.now - .seconds(days * 86_400)
        let total = try await useCases.readUsage(UsageQuery(by: .user, since: since, owner: user.name), by: principal)
            .total
        guard total.servers > 0 else { return nil }
        let hours = Int((total.usedCPU / 3600).rounded())
        return Line(
            label: "Used", text: "servers for \(total.time.roughly), \(hours) core hours",
            source: "the last \(days) days")
    }
}
