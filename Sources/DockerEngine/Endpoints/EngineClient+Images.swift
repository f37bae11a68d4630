import NIOCore

/// Images. `name` is a reference or an id everywhere.
extension EngineClient {
    /// Maps to `GET /images/{name}/json`.
    package func inspectImage(_ name: String) async throws -> ImageInspection {
        let call = try Call(.get, "/images/{name}/json", subject: name)
        return try await fetch(ImageInspection.self, call, within: timeouts.lookup)
    }

    /// Maps to `GET /images/json`.
    package func listImages(filters: Filters = Filters()) async throws -> [ImageSummary] {
        let call = try Call(.get, "/images/json")
        return try await fetch(
            [ImageSummary].self, call.with("filters", filters.query(call: call.label)), within: timeouts.lookup)
    }

    /// Pulls an image; `latest` when the reference has neither tag nor digest. The image is there when the stream
    /// has ended without an error: `EngineError.pull`, or `timeout` after a silence. Leaving the stream stops it.
    /// Maps to `POST /images/create`.
    package func pullImage(
        _ reference: String, login: RegistryLogin? = nil
    ) async throws -> EngineStream<PullProgress> {
        let image = ImageReference(reference)
        guard !image.name.isEmpty, !image.tag.isEmpty else {
            throw EngineError.badParameter(message: "\"\(reference)\" is not an image's name")
        }
        var call = try Call(.post, "/images/create").with("fromImage", image.name).with("tag", image.tag)
        call.registryLogin = login
        return try await openProgress(call)
    }

    /// Makes an image of one layer from a tar archive of a root file system, and returns its id.
    /// Maps to `POST /images/create?fromSrc=-`.
    ///
    /// - Parameter changes: Dockerfile instructions, like `CMD ["/bin/sh"]`.
    package func importRootfs(
        _ archive: some AsyncSequence<[UInt8], any Error> & Sendable, length: Int64? = nil,
        repository: String, tag: String, changes: [String] = []
    ) async throws -> String {
        var call = try Call(.post, "/images/create")
            .with("fromSrc", "-").with("repo", repository).with("tag", tag)
        for change in changes { call = call.with("changes", change) }
        call.payload = .archive(archive.map { ByteBuffer(bytes: $0) }, length: length)
        var last = ""
        for try await progress in try await openProgress(call) { last = progress.status }
        guard last.hasPrefix("sha256:") else {
            throw EngineError.protocolViolation("\(call.label): an import ended without an id")
        }
        return last
    }

    /// Gives an image another name. Maps to `POST /images/{name}/tag`.
    package func tagImage(_ name: String, repository: String, tag: String) async throws {
        let call = try Call(.post, "/images/{name}/tag", subject: name).with("repo", repository).with("tag", tag)
        try await perform(call, within: timeouts.change)
    }

    /// Removes a name, and with the last one the image; `EngineError.conflict` while a container uses it.
    /// Maps to `DELETE /images/{name}`.
    package func removeImage(_ name: String, force: Bool = false) async throws {
        let call = try Call(.delete, "/images/{name}", subject: name).with("force", force)
        try await perform(call, within: timeouts.remove)
    }

    private func openProgress(_ call: Call) async throws -> EngineStream<PullProgress> {
        do {
            let head = try await open(call, on: .pulls)
            return EngineStream(body: head.body) { PullDecoder(call: call.label) }
        } catch EngineError.server(_, let message) {
            // Before the first line of progress a failure is a status: the registry's, or on the way to it.
            throw EngineError.pull(message: message)
        }
    }
}
