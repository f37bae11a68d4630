/// The engine itself.
extension EngineClient {
    /// Whether the engine answers, and the API version to speak; negotiates anew. Maps to `GET /_ping`.
    @discardableResult
    package func ping() async throws -> Ping {
        let agreed = try await negotiate()
        return Ping(engineVersion: "\(agreed.engine)", agreedVersion: "\(agreed.version)")
    }

    /// Maps to `GET /version`.
    package func version() async throws -> EngineVersion {
        try await fetch(EngineVersion.self, Call(.get, "/version"), within: timeouts.lookup)
    }

    /// Maps to `GET /info`.
    package func info() async throws -> SystemInfo {
        try await fetch(SystemInfo.self, Call(.get, "/info"), within: timeouts.lookup)
    }

    /// What happens in the engine from now on, or from `since` (nanoseconds since 1970) on as far as the engine
    /// remembers. Returns once the engine has subscribed us: what happens after that is in the stream, unless it is
    /// lost. Maps to `GET /events`.
    package func events(since: Int64? = nil, filters: Filters = Filters()) async throws -> EngineStream<EngineEvent> {
        let call = try Call(.get, "/events")
        return try await openLines(
            of: EngineEvent.self,
            call.with("since", since.map(Self.timestamp)).with("filters", filters.query(call: call.label)))
    }

    /// Seconds and nine digits, as the engine reads times.
    static func timestamp(nanoseconds: Int64) -> String {
        let time = max(nanoseconds, 0)
        let fraction = String(time % 1_000_000_000)
        return "\(time / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction
    }
}
