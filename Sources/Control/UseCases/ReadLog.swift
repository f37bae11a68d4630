package import Accounts
package import Servers

/// Reads what a server's processes wrote: from the container while there is one, from what was kept after its end.
package struct ReadLog: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// The last 1 MiB at most. Throws `Refusal` 404 when nothing was ever written down, 503 when the engine is away.
    package func callAsFunction(_ key: ServerKey, by principal: Principal) async throws -> [UInt8] {
        let server = try await visible(key, principal)
        do {
            if let container = server.current?.container, server.phase != .finished {
                return try await control.runtime.log(of: container, limit: .mebibytes(1))
            }
            return try await control.workspaces.keptLog(server: server.server.id, generation: server.server.generation)
                ?? []
        } catch let error as RuntimeError {
            if case .notFound = error { return [] }
            throw Refusal(.unavailable, code: "engine_away", "The log cannot be read now: \(error.message)")
        }
    }

    /// The last `tail` lines and what follows; ends when the container does.
    package func follow(
        _ key: ServerKey, tail: Int, by principal: Principal
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        let server = try await visible(key, principal)
        guard let container = server.current?.container, server.phase != .finished else {
            throw Refusal(.conflict, code: "not_running", "\(key) is not running; read its kept log without following")
        }
        return control.runtime.followLog(of: container, tail: tail)
    }

    private func visible(_ key: ServerKey, _ principal: Principal) async throws -> TrackedServer {
        try principal.require(.servers, on: key)
        guard let tracked = try await control.servers.server(key) else { throw Refusal.notVisible }
        return tracked
    }
}
