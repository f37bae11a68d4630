/// Live resize.
extension HubClient {
    /// Answers within 10 seconds; what can't be had is refused with 409. Asking again for what is on its way waits again.
    /// Maps to `PATCH /users/{user}/server/resources`.
    package func resize(_ server: HubServerName, _ wanted: ResizeRequest) async throws -> ResizeAnswer {
        let call = try HubCall(.patch, HubPaths.resources(server.user, server.name)).sending(wanted)
        return try await fetch(ResizeAnswer.self, call)
    }
}
