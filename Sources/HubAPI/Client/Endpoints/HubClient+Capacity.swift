/// What there is, and who waits for it.
extension HubClient {
    /// Maps to `GET /capacity`.
    package func capacity() async throws -> CapacityModel {
        try await fetch(CapacityModel.self, HubCall(.get, HubPaths.capacity))
    }
}
