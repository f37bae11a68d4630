import Accounts
import Servers

/// The quotas that count for one owner's servers, as settings and groups say when it is asked.
struct QuotaTerms: Sendable {
    let owner: UserName
    let groups: Set<String>
    let limits: [QuotaLimit]

    init(of owner: User, _ control: ControlContext) async throws {
        self.owner = owner.name
        groups = Set(owner.groups)
        limits = QuotaLimit.all(settings: control.quota, groups: try await control.accounts.policies(of: owner.name))
    }

    /// Whether the servers of others count in any of them.
    var countsOthers: Bool {
        limits.contains { limit in
            switch limit.source {
            case .groupQuota: true
            case .settings, .memberQuota: false
            }
        }
    }

    /// Refuses what would exceed a quota: `target` for `server`, in the place of what it holds now. To be asked in
    /// the transaction that makes it the server's, with what is `unfinished` in it, so that many at once never overdraw.
    /// Throws `Refusal` 429 `quota_exceeded`.
    func requireQuota(for target: Resources, of server: Server, beside unfinished: [TrackedServer]) throws {
        let charges = unfinished.compactMap { QuotaCharge($0) }
        let charge = QuotaCharge(
            id: server.id, server: server.key, groups: groups, cpu: target.cpu.burst, memory: target.memory)
        for limit in limits {
            do {
                try limit.check(charge, beside: charges)
            } catch {
                throw Refusal(error, owner: owner)
            }
        }
    }
}

extension Refusal {
    /// Says what is used by which servers, what the limit is and where it comes from, and what to do. Servers of others are
    /// counted, not named.
    fileprivate init(_ excess: QuotaExcess, owner: UserName) {
        let (limit, measure) = (excess.limit, excess.limit.measure)
        let whose =
            switch limit.source {
            case .settings, .memberQuota: "\(owner)'s servers"
            case .groupQuota(let group): "the servers of group \(group)"
            }
        let left =
            measure == .servers || excess.left == 0
            ? "Stop one of them" : "Ask for at most \(measure.text(excess.left)), stop one of them"
        self.init(
            .quota, code: "quota_exceeded",
            "\(measure.rawValue): \(whose) may hold \(measure.text(limit.most)) together, by \(limit.source.text), and hold "
                + "\(measure.text(excess.held))\(Self.list(excess, owner)); \(measure.text(excess.asked)) more is too much. "
                + "\(left), or ask an admin for more; 'berth quota' shows what counts")
    }

    private static func list(_ excess: QuotaExcess, _ owner: UserName) -> String {
        guard !excess.others.isEmpty else { return "" }
        let measure = excess.limit.measure
        let own = excess.others.filter { $0.server.owner == owner }
        var parts = own.prefix(shown).map {
            measure == .servers ? "\($0.server)" : "\($0.server) \(measure.text($0.amount(of: measure)))"
        }
        if own.count > shown { parts.append("\(own.count - shown) more of theirs") }
        let others = excess.others.count - own.count
        if others > 0 { parts.append("\(QuotaMeasure.servers.text(Int64(others))) of other members") }
        return " (\(parts.joined(separator: ", ")))"
    }

    /// How many servers a refusal names.
    private static let shown = 5
}

extension QuotaSource {
    /// Where the limit can be read and changed, for people.
    package var text: String {
        switch self {
        case .settings: "the hub's configuration"
        case .memberQuota(let group): "what group \(group) gives each member"
        case .groupQuota(let group): "what group \(group) has in all"
        }
    }
}
