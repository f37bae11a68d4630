/// The ledger of use.
extension HubClient {
    /// Which part of it: times in ISO 8601 or such as `7d`.
    package struct LedgerSpan: Hashable, Sendable {
        package var since: String?
        package var until: String?
        package var owner: String?

        package init(since: String? = nil, until: String? = nil, owner: String? = nil) {
            self.since = since
            self.until = until
            self.owner = owner
        }
    }

    /// Maps to `GET /usage`.
    package func usage(by key: String, _ span: LedgerSpan) async throws -> LedgerModel {
        try await fetch(LedgerModel.self, HubCall(.get, HubPaths.usage).with("by", key).with(span))
    }

    /// Maps to `GET /usage/idle`.
    package func idleServers(_ span: LedgerSpan) async throws -> [IdleModel] {
        try await fetch([IdleModel].self, HubCall(.get, HubPaths.idleUsage).with(span))
    }

    /// Maps to `GET /usage/defaults`.
    package func defaultsUsage(_ span: LedgerSpan) async throws -> DefaultsModel {
        try await fetch(DefaultsModel.self, HubCall(.get, HubPaths.defaultsUsage).with(span))
    }
}

extension HubCall {
    fileprivate func with(_ span: HubClient.LedgerSpan) -> HubCall {
        with("since", span.since).with("until", span.until).with("owner", span.owner)
    }
}
