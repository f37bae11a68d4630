/// What admins look into and say to all.
extension HubClient {
    /// Which entries of the audit log; what is nil does not matter.
    package struct AuditChoice: Hashable, Sendable {
        /// Times as the API writes them.
        package var since: String?
        package var until: String?
        package var principal: String?
        package var action: String?
        package var target: String?

        package init(
            since: String? = nil, until: String? = nil, principal: String? = nil, action: String? = nil,
            target: String? = nil
        ) {
            self.since = since
            self.until = until
            self.principal = principal
            self.action = action
            self.target = target
        }
    }

    /// The newest `limit` entries, read in parts. Maps to `GET /audit`.
    package func audit(_ choice: AuditChoice, limit: Int) async throws -> [AuditEntryModel] {
        var entries: [AuditEntryModel] = []
        var after: Int64?
        repeat {
            let part = min(limit - entries.count, 1000)
            let call = HubCall(.get, HubPaths.audit).with("since", choice.since).with("until", choice.until)
                .with("principal", choice.principal).with("action", choice.action).with("target", choice.target)
                .with("after", after.map { "\($0)" }).with("limit", "\(part)")
            let page = try await fetch(AuditPageModel.self, call)
            entries += page.entries
            after = page.next
        } while after != nil && entries.count < limit
        return entries
    }

    /// Maps to `GET /drain`.
    package func drain() async throws -> DrainModel {
        try await fetch(DrainModel.self, HubCall(.get, HubPaths.drain))
    }

    /// Maps to `PUT /drain`.
    package func beginDrain(_ drain: NewDrain) async throws -> DrainModel {
        try await fetch(DrainModel.self, HubCall(.put, HubPaths.drain).sending(drain))
    }

    /// Maps to `DELETE /drain`.
    package func endDrain() async throws { try await perform(HubCall(.delete, HubPaths.drain)) }

    /// Maps to `GET /broadcast`.
    package func broadcast() async throws -> BroadcastModel {
        try await fetch(BroadcastModel.self, HubCall(.get, HubPaths.broadcast))
    }

    /// Maps to `POST /broadcast`.
    package func tell(_ broadcast: NewBroadcast) async throws -> BroadcastModel {
        try await fetch(BroadcastModel.self, HubCall(.post, HubPaths.broadcast).sending(broadcast))
    }

    /// Maps to `DELETE /broadcast`.
    package func withdrawBroadcast() async throws { try await perform(HubCall(.delete, HubPaths.broadcast)) }
}
