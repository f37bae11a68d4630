/// The life of a container. `id` is an id or a name everywhere.
extension EngineClient {
    /// Creates a container under a name. Safe to repeat: a name that is taken is `EngineError.conflict` with the id
    /// of its holder. Maps to `POST /containers/create`.
    package func createContainer(_ container: CreateContainer, name: String) async throws -> CreatedContainer {
        let call = try Call(.post, "/containers/create").with("name", name).sending(container)
        return try await fetch(CreatedContainer.self, call, within: timeouts.change)
    }

    /// Starts a container. False when it was running already. Maps to `POST /containers/{id}/start`.
    @discardableResult
    package func startContainer(_ id: String) async throws -> Bool {
        let call = try Call(.post, "/containers/{id}/start", subject: id)
        return try await perform(call, within: timeouts.start).status != 304
    }

    /// Asks a container to end and kills it after `grace` seconds; returns when it has ended. False when it was not
    /// running. Maps to `POST /containers/{id}/stop`.
    ///
    /// - Parameter signal: instead of the container's own; needs API 1.42, else `EngineError.versionTooOld`.
    @discardableResult
    package func stopContainer(_ id: String, grace: Int, signal: String? = nil) async throws -> Bool {
        if signal != nil { try await require(APIVersion(1, 42)) }
        let grace = min(max(grace, 0), 86_400)
        let call = try Call(.post, "/containers/{id}/stop", subject: id).with("t", "\(grace)").with("signal", signal)
        return try await perform(call, within: .seconds(grace) + timeouts.stopMargin).status != 304
    }

    /// Sends a signal to the first process; `EngineError.conflict` when the container does not run.
    /// Maps to `POST /containers/{id}/kill`.
    package func killContainer(_ id: String, signal: String = "SIGKILL") async throws {
        let call = try Call(.post, "/containers/{id}/kill", subject: id).with("signal", signal)
        try await perform(call, within: timeouts.change)
    }

    /// Removes a container; `force` kills it first, `volumes` removes its anonymous volumes too.
    /// `EngineError.conflict` when it runs, or is being removed. Maps to `DELETE /containers/{id}`.
    package func removeContainer(_ id: String, force: Bool = false, volumes: Bool = false) async throws {
        let call = try Call(.delete, "/containers/{id}", subject: id).with("force", force).with("v", volumes)
        try await perform(call, within: timeouts.remove)
    }

    /// Gives a container another name; running or not. Maps to `POST /containers/{id}/rename`.
    package func renameContainer(_ id: String, to name: String) async throws {
        let call = try Call(.post, "/containers/{id}/rename", subject: id).with("name", name)
        try await perform(call, within: timeouts.change)
    }

    /// Changes limits, at once where it runs. Returns the engine's warnings. Maps to `POST /containers/{id}/update`.
    @discardableResult
    package func updateContainer(_ id: String, _ update: ResourceUpdate) async throws -> [String] {
        let call = try Call(.post, "/containers/{id}/update", subject: id).sending(update)
        return try await fetch(Warnings.self, call, within: timeouts.change).warnings
    }

    /// Waits until the condition holds, however long that takes; cancel the task to stop waiting.
    /// Maps to `POST /containers/{id}/wait`.
    package func waitForContainer(_ id: String, until condition: WaitCondition) async throws -> ContainerExit {
        let call = try Call(.post, "/containers/{id}/wait", subject: id).with("condition", condition.rawValue)
        let head = try await open(call, on: .streams)
        let body = try await head.body.collected(upTo: 64 << 10, call: call.label)
        return try JSON.decode(ContainerExit.self, from: body, call: call.label)
    }

    /// Throws `EngineError.versionTooOld` when the engine would silently ignore what `version` brought.
    private func require(_ version: APIVersion) async throws {
        let agreed = try await agreedVersion()
        guard agreed >= version else {
            throw EngineError.versionTooOld(engine: "\(agreed)", needed: "\(version)")
        }
    }

    private struct Warnings: Decodable {
        @OrEmpty var warnings: [String]

        enum CodingKeys: String, CodingKey {
            case warnings = "Warnings"
        }
    }
}
