/// Servers of one user, and all of them.
extension HubClient {
    /// What a launch or a stop came to before the answer.
    package enum Outcome: Hashable, Sendable {
        /// 201 or 204: it runs, or it has stopped.
        case done
        /// 202: under way.
        case underWay
    }

    /// One server; nil when there is none of that name, or it may not be seen. Maps to `GET /servers`.
    package func server(_ name: HubServerName) async throws -> FleetServer? {
        try await servers(of: name.user).servers.first { $0.name == name.name }
    }

    /// Answers within 10 seconds, ready or not. Maps to `POST /users/{user}/server`.
    package func launch(_ server: HubServerName, _ options: LaunchRequest) async throws -> Outcome {
        let call = try HubCall(.post, HubPaths.server(server.user, server.name)).sending(options)
        return try await perform(call).status == 202 ? .underWay : .done
    }

    /// Answers within 10 seconds, stopped or not; a server that does not run is stopped already.
    /// Maps to `DELETE /users/{user}/server`.
    package func stop(_ server: HubServerName) async throws -> Outcome {
        try await perform(HubCall(.delete, HubPaths.server(server.user, server.name))).status == 202 ? .underWay : .done
    }

    /// Stops and launches again; answers as `launch`. Maps to `POST /users/{user}/server/restart`.
    package func restart(_ server: HubServerName, _ options: LaunchRequest) async throws -> Outcome {
        let call = try HubCall(.post, HubPaths.restart(server.user, server.name)).sending(options)
        return try await perform(call).status == 202 ? .underWay : .done
    }

    /// Makes a server without launching it; refused with 409 when it is there. Maps to `PUT /users/{user}/server`.
    @discardableResult
    package func addServer(_ server: HubServerName, _ options: LaunchRequest) async throws -> ServerModel {
        let call = try HubCall(.put, HubPaths.server(server.user, server.name)).sending(options)
        return try await fetch(ServerModel.self, call)
    }

    /// Renames, or changes what the next launch gets. Maps to `PATCH /users/{user}/server`.
    @discardableResult
    package func change(_ server: HubServerName, _ edit: ServerEdit) async throws -> ServerModel {
        let call = try HubCall(.patch, HubPaths.server(server.user, server.name)).sending(edit)
        return try await fetch(ServerModel.self, call)
    }

    /// Stops a named server if it runs, and removes it. Maps to `DELETE /users/{user}/servers/{server}`.
    package func remove(_ server: HubServerName) async throws -> Outcome {
        let call = try HubCall(.delete, HubPaths.server(server.user, server.name)).sending(StopRequest(remove: true))
        return try await perform(call).status == 202 ? .underWay : .done
    }

    /// Follows a launch; the last event has `ready` or `failed`. Refused with 400 when nothing is starting.
    /// Maps to `GET /users/{user}/server/progress`.
    package func progress(of server: HubServerName) async throws -> HubEvents<ProgressEvent> {
        let call = HubCall(.get, HubPaths.progress(server.user, server.name)).accepting("text/event-stream")
        return HubEvents(body: try await open(call, on: .events), call: call.label)
    }

    /// The server's history, oldest first. Maps to `GET /users/{user}/server/events`.
    package func events(of server: HubServerName) async throws -> [ServerEventModel] {
        let call = HubCall(.get, HubPaths.events(server.user, server.name)).with("limit", "\(Self.eventsAtOnce)")
        var events: [ServerEventModel] = []
        while true {
            let part = try await fetch(
                [ServerEventModel].self, call.with("after", (events.last?.id).map { "\($0)" }))
            events += part
            if part.count < Self.eventsAtOnce { return events }
        }
    }

    /// The most that the hub answers at once.
    private static var eventsAtOnce: Int { 1000 }

    /// What the server's kernels do, as far as its Jupyter tells. Maps to `GET /users/{user}/server/kernels`.
    package func kernels(of server: HubServerName) async throws -> KernelsModel {
        try await fetch(KernelsModel.self, HubCall(.get, HubPaths.kernels(server.user, server.name)))
    }

    /// The last lines of the container's log, and with `follow` what comes after until the container ends.
    /// Maps to `GET /users/{user}/server/logs`.
    package func log(of server: HubServerName, tail: Int? = nil, follow: Bool = false) async throws -> HubLog {
        let call = HubCall(.get, HubPaths.logs(server.user, server.name))
            .with("follow", follow ? "1" : nil).with("tail", tail.map(String.init)).accepting("text/plain")
        return HubLog(body: try await open(call, on: .logs))
    }
}
