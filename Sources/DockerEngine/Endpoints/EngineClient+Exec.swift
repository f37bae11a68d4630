/// Running a process in a container that runs. Its stdin is closed.
extension EngineClient {
    /// Prepares an exec; `EngineError.conflict` when the container does not run.
    /// Maps to `POST /containers/{id}/exec`.
    package func createExec(in container: String, _ exec: CreateExec) async throws -> Exec {
        let call = try Call(.post, "/containers/{id}/exec", subject: container).sending(exec)
        let created = try await fetch(Created.self, call, within: timeouts.change)
        return Exec(id: created.id, tty: exec.tty)
    }

    /// Starts an exec; its output ends when the process does. Leaving the stream does not end the process.
    /// Maps to `POST /exec/{id}/start`.
    package func startExec(_ exec: Exec) async throws -> EngineStream<OutputChunk> {
        let call = try Call(.post, "/exec/{id}/start", subject: exec.id).sending(Start(tty: exec.tty))
        let head = try await open(call, on: .streams)
        return EngineStream(body: head.body) { OutputDecoder(exec.tty ? .raw : .multiplexed) }
    }

    /// Maps to `GET /exec/{id}/json`.
    package func inspectExec(_ exec: Exec) async throws -> ExecInspection {
        let call = try Call(.get, "/exec/{id}/json", subject: exec.id)
        return try await fetch(ExecInspection.self, call, within: timeouts.lookup)
    }

    /// Runs a command to its end and keeps the first `outputLimit` bytes of what it writes.
    /// No time limit: cancel the task.
    package func run(
        _ exec: CreateExec, in container: String, outputLimit: Int = 1 << 20
    ) async throws -> ExecResult {
        let created = try await createExec(in: container, exec)
        var output: [OutputChunk] = []
        var room = outputLimit
        var truncated = false
        for try await chunk in try await startExec(created) {
            let kept = chunk.bytes.prefix(room)
            room -= kept.count
            truncated = truncated || kept.count < chunk.bytes.count
            if !kept.isEmpty { output.append(OutputChunk(source: chunk.source, bytes: Array(kept))) }
        }
        guard let code = try await inspectExec(created).exitCode else {
            throw EngineError.protocolViolation("an exec whose output ended has no exit code")
        }
        return ExecResult(exitCode: code, output: output, truncated: truncated)
    }

    private struct Created: Decodable {
        let id: String

        enum CodingKeys: String, CodingKey {
            case id = "Id"
        }
    }

    private struct Start: Encodable {
        let detach = false
        let tty: Bool

        enum CodingKeys: String, CodingKey {
            case detach = "Detach"
            case tty = "Tty"
        }
    }
}
