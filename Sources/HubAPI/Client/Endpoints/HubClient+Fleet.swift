/// All servers at once.
extension HubClient {
    /// Every server that this credential may see, or those of one user; those that fit `filter`, by `sort`, and of them at
    /// most the first `limit`. Maps to `GET /servers`.
    package func servers(
        of owner: String? = nil, filter: String? = nil, sort: String? = nil, limit: Int? = nil
    ) async throws -> FleetList {
        let call = HubCall(.get, HubPaths.servers).with("owner", owner).with("filter", filter).with("sort", sort)
        var servers: [FleetServer] = []
        while true {
            let count = min(limit.map { $0 - servers.count } ?? Self.part, Self.part)
            let answer = try await perform(
                call.with("offset", servers.isEmpty ? nil : "\(servers.count)").with("limit", "\(count)"))
            let part = try Self.decoded([FleetServer].self, from: answer.body, call: call.label)
            servers += part
            let total = answer.headers["x-total-count"].flatMap { Int($0) } ?? servers.count
            if part.count < count || servers.count >= min(limit ?? total, total) {
                return FleetList(servers: servers, total: total)
            }
        }
    }

    /// How many come in one answer, so that it is no longer than a client takes.
    private static var part: Int { 1000 }

    /// Stops all that fit and run, when those are as many as expected. Maps to `POST /servers/stop`.
    package func stopServers(_ stop: BulkStop) async throws -> [BulkOutcomeModel] {
        let call = try HubCall(.post, HubPaths.stopServers).sending(stop)
        return try Self.decoded(
            [BulkOutcomeModel].self, from: await perform(call, within: .seconds(120)).body, call: call.label)
    }
}

/// Servers in their order, and how many fit in all where these are only the first.
package struct FleetList: Hashable, Sendable {
    package let servers: [FleetServer]
    package let total: Int
}
