/// Networks. `id` is an id or a name everywhere.
extension EngineClient {
    /// Creates a network and returns its id; `EngineError.conflict` when the name is taken.
    /// Maps to `POST /networks/create`.
    package func createNetwork(_ network: CreateNetwork) async throws -> String {
        let call = try Call(.post, "/networks/create").sending(network)
        return try await fetch(Created.self, call, within: timeouts.change).id
    }

    /// Maps to `GET /networks/{id}`.
    package func inspectNetwork(_ id: String) async throws -> NetworkInspection {
        try await fetch(
            NetworkInspection.self, Call(.get, "/networks/{id}", subject: id), within: timeouts.lookup)
    }

    /// Maps to `GET /networks`.
    package func listNetworks(filters: Filters = Filters()) async throws -> [NetworkInspection] {
        let call = try Call(.get, "/networks")
        return try await fetch(
            [NetworkInspection].self, call.with("filters", filters.query(call: call.label)),
            within: timeouts.lookup)
    }

    /// Puts a container on a network. Maps to `POST /networks/{id}/connect`.
    package func connectNetwork(
        _ id: String, container: String, endpoint: EndpointConfig = EndpointConfig()
    ) async throws {
        let call = try Call(.post, "/networks/{id}/connect", subject: id)
            .sending(Connect(container: container, endpoint: endpoint))
        try await perform(call, within: timeouts.change)
    }

    /// Removes a network; the engine refuses (403, `EngineError.server`) while containers are on it.
    /// Maps to `DELETE /networks/{id}`.
    package func removeNetwork(_ id: String) async throws {
        try await perform(Call(.delete, "/networks/{id}", subject: id), within: timeouts.remove)
    }

    private struct Created: Decodable {
        let id: String

        enum CodingKeys: String, CodingKey {
            case id = "Id"
        }
    }

    private struct Connect: Encodable {
        let container: String
        let endpoint: EndpointConfig

        enum CodingKeys: String, CodingKey {
            case container = "Container"
            case endpoint = "EndpointConfig"
        }
    }
}
