/// Volumes.
extension EngineClient {
    /// Creates a volume; one of that name that exists is returned as it is. Maps to `POST /volumes/create`.
    package func createVolume(_ volume: CreateVolume) async throws -> VolumeInspection {
        let call = try Call(.post, "/volumes/create").sending(volume)
        return try await fetch(VolumeInspection.self, call, within: timeouts.change)
    }

    /// Maps to `GET /volumes/{name}`.
    package func inspectVolume(_ name: String) async throws -> VolumeInspection {
        try await fetch(
            VolumeInspection.self, Call(.get, "/volumes/{id}", subject: name), within: timeouts.lookup)
    }

    /// Maps to `GET /volumes`.
    package func listVolumes(filters: Filters = Filters()) async throws -> [VolumeInspection] {
        let call = try Call(.get, "/volumes")
        let answer = try await fetch(
            List.self, call.with("filters", filters.query(call: call.label)), within: timeouts.lookup)
        return answer.volumes
    }

    /// Removes a volume with its files; `EngineError.conflict` while a container has it.
    /// Maps to `DELETE /volumes/{name}`.
    package func removeVolume(_ name: String, force: Bool = false) async throws {
        try await perform(
            Call(.delete, "/volumes/{id}", subject: name).with("force", force), within: timeouts.remove)
    }

    private struct List: Decodable {
        @OrEmpty var volumes: [VolumeInspection]

        enum CodingKeys: String, CodingKey {
            case volumes = "Volumes"
        }
    }
}
