/// The hub itself.
extension HubClient {
    /// Needs no credential. Maps to `GET /`.
    package func version() async throws -> HubVersion {
        let call = HubCall(.get, HubPaths.api)
        let answer = try await perform(call, within: Self.probeLimit)
        let model = try Self.decoded(VersionModel.self, from: answer.body, call: call.label)
        return HubVersion(api: model.version, berth: answer.headers["x-berth-version"])
    }

    /// Whether it is live and its engine answers. Needs no credential. Maps to `GET /hub/health`.
    package func health() async throws -> HealthModel {
        let call = HubCall(.get, HubPaths.health)
        let answer = try await perform(call, within: Self.probeLimit)
        return try Self.decoded(HealthModel.self, from: answer.body, call: call.label)
    }

    /// What this credential's user may launch. Maps to `GET /profiles`.
    package func profiles() async throws -> [ProfileModel] {
        try await fetch([ProfileModel].self, HubCall(.get, HubPaths.profiles))
    }

    /// What is wrong with the profiles on disk; for admins. Maps to `GET /profiles/problems`.
    package func profileProblems() async throws -> [String] {
        try await fetch(ProfileProblemsModel.self, HubCall(.get, HubPaths.profileProblems)).problems
    }

    /// The gateway holds requests for a few seconds while the hub restarts.
    private static let probeLimit = Duration.seconds(15)
}

/// Which versions a hub tells.
package struct HubVersion: Hashable, Sendable, Codable {
    /// JupyterHub's version whose API it matches.
    package let api: String
    /// Berth's own; nil when it is not Berth that answered.
    package let berth: String?
}
