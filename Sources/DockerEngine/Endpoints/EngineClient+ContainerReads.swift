/// What there is to know of containers. `id` is an id or a name everywhere.
extension EngineClient {
    /// Maps to `GET /containers/{id}/json`.
    package func inspectContainer(_ id: String) async throws -> ContainerInspection {
        let call = try Call(.get, "/containers/{id}/json", subject: id)
        return try await fetch(ContainerInspection.self, call, within: timeouts.lookup)
    }

    /// Containers that run, or `all`. Maps to `GET /containers/json`.
    package func listContainers(all: Bool = false, filters: Filters = Filters()) async throws -> [ContainerSummary] {
        let call = try Call(.get, "/containers/json")
        return try await fetch(
            [ContainerSummary].self, call.with("all", all).with("filters", filters.query(call: call.label)),
            within: timeouts.lookup)
    }

    /// What a container wrote. Maps to `GET /containers/{id}/logs`.
    package func containerLogs(
        _ id: String, _ options: LogOptions = LogOptions()
    ) async throws -> EngineStream<OutputChunk> {
        let call = try Call(.get, "/containers/{id}/logs", subject: id)
            .with("follow", options.follow)
            .with("stdout", options.stdout)
            .with("stderr", options.stderr)
            .with("timestamps", options.timestamps)
            .with("tail", options.tail.map(String.init))
            .with("since", options.since.map(Self.timestamp))
        let head = try await open(call, on: .streams)
        let framing = try await framing(of: head, container: id)
        return EngineStream(body: head.body) { OutputDecoder(framing) }
    }

    /// One sample. With `oneShot` without the sample before, at the engine's next look, which it takes each second (20.10);
    /// else it takes a second more. On the streams' connections, so that those who wait hold up no other call.
    /// Maps to `GET /containers/{id}/stats`.
    package func containerStats(_ id: String, oneShot: Bool = true) async throws -> ContainerStats {
        let call = try Call(.get, "/containers/{id}/stats", subject: id).with("stream", "0").with("one-shot", oneShot)
        return try await fetch(ContainerStats.self, call, within: timeouts.lookup, on: .streams)
    }

    /// A sample each second, for as long as the container exists; the first has no sample before it.
    /// Maps to `GET /containers/{id}/stats`.
    package func watchStats(_ id: String) async throws -> EngineStream<ContainerStats> {
        let call = try Call(.get, "/containers/{id}/stats", subject: id).with("stream", "1")
        return try await openLines(of: ContainerStats.self, call)
    }

    /// API 1.42 and later tell the framing; before, only whether the container has a terminal does.
    private func framing(
        of head: HTTPOverUnixSocket.Response, container id: String
    ) async throws -> OutputDecoder.Framing {
        if head.contentType == "application/vnd.docker.multiplexed-stream" { return .multiplexed }
        if try await agreedVersion() >= APIVersion(1, 42), head.contentType == "application/vnd.docker.raw-stream" {
            return .raw
        }
        return try await inspectContainer(id).config.tty == true ? .raw : .multiplexed
    }
}
