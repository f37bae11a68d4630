/// Idle servers.
extension HubClient {
    /// What is to be done with each started server, as `reap` would do it; only those with that verdict, if one is named.
    /// Maps to `GET /reap`.
    package func reapPlan(_ asked: ReapRequest, verdict: String? = nil) async throws -> [ReapEntry] {
        let call = HubCall(.get, HubPaths.reap).with("idle", asked.idle?.text).with("filter", asked.filter)
            .with("user", asked.user).with("group", asked.group).with("profile", asked.profile)
            .with("over_memory", asked.overMemory?.asQuery).with("verdict", verdict)
        return try await pages(of: ReapEntry.self, call)
    }

    /// Each server is looked at before it is stopped, so it may take a while. Refused with 409 when more would be stopped
    /// than was said. Maps to `POST /reap`.
    package func reap(_ asked: ReapRequest) async throws -> ReapAnswer {
        let call = try HubCall(.post, HubPaths.reap).sending(asked)
        return try Self.decoded(
            ReapAnswer.self, from: await perform(call, within: .seconds(120)).body, call: call.label)
    }

    /// Holds off the stop of a server that is idle. Maps to `POST /users/{user}/server/keep`.
    package func keep(_ server: HubServerName, _ asked: KeepRequest) async throws -> KeepAnswer {
        try await fetch(KeepAnswer.self, HubCall(.post, HubPaths.keep(server.user, server.name)).sending(asked))
    }
}

extension DurationModel {
    /// As it is written in a query.
    fileprivate var text: String {
        switch self {
        case .seconds(let seconds): "\(seconds)"
        case .text(let text): text
        }
    }
}

extension MemorySize {
    fileprivate var asQuery: String {
        switch self {
        case .bytes(let count): "\(count)"
        case .text(let text): text
        }
    }
}
