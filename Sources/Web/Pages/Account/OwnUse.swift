import Accounts
import Control
import HubAPI
import Servers

/// What somebody used this month of what was reserved for them, and what of their quotas is taken now.
struct OwnUse {
    /// Nil where they had no server this month.
    let month: Month?
    let quotas: [PersonTerms.Line]

    struct Month {
        let sum: UsageRow
        /// The same for each of their servers, as values separated by commas.
        let file: String
    }

    /// Nil where nothing is known. The page is of use without it.
    init?(_ useCases: UseCases, by principal: Principal) async {
        month = try? await Month(useCases, by: principal)
        quotas = (try? await useCases.readQuota(principal.user.name, by: principal)).map(PersonTerms.quotas) ?? []
        if month == nil, quotas.isEmpty { return nil }
    }
}

extension OwnUse.Month {
    /// Nil where there was no server. Throws as `ReadUsage`.
    fileprivate init?(_ useCases: UseCases, by principal: Principal) async throws {
        let (now, owner) = (useCases.readUsage.now, principal.user.name)
        let first = "\(now.description.prefix(7))-01"
        let since = try Timestamp(past: first, now: now, field: "since")
        let total = try await useCases.readUsage(UsageQuery(by: .server, since: since, owner: owner), by: principal)
            .total
        guard total.servers > 0 else { return nil }
        sum = UsageRow(total, of: nil)
        file = HubPaths.query(
            useCases.origins.path(HubPaths.usage),
            [("owner", owner.value), ("by", UsageKey.server.rawValue), ("since", first), ("format", "csv")])
    }
}
