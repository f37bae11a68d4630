import DockerEngine
import Servers

extension RuntimeError {
    /// What an error met on the way to the engine means for the domain. The one place where that is decided.
    ///
    /// A cancelled call is `timedOut`: it may have happened.
    init(_ error: any Error) {
        switch error {
        case let error as RuntimeError: self = error
        case let error as EngineError: self.init(engine: error)
        case is CancellationError: self = .timedOut("the call to the engine was cancelled")
        default: self = .failed("\(error)")
        }
    }

    private init(engine error: EngineError) {
        let text = error.description
        switch error {
        case .unreachable: self = .unreachable(text)
        case .timeout: self = .timedOut(text)
        case .notFound: self = Self.isAboutImage(text) ? .imageMissing(text) : .notFound(text)
        case .conflict(_, holder: .some): self = .nameTaken(text)
        case .conflict, .badParameter, .server, .versionTooOld, .protocolViolation: self = .failed(text)
        case .pull(let message): self = Self.deniesImage(message) ? .imageMissing(text) : .pullFailed(text)
        }
    }

    /// `No such image: x` and, from a create, `No such image: x:latest`.
    private static func isAboutImage(_ text: String) -> Bool {
        text.lowercased().contains("no such image")
    }

    /// What registries say when the name is wrong, private or gone: trying again does not help.
    private static func deniesImage(_ message: String) -> Bool {
        let answers = [
            "manifest unknown", "pull access denied", "repository does not exist", "name unknown",
            "no matching manifest", "invalid reference format", "unauthorized", "authentication required",
            "no basic auth credentials",
        ]
        let text = message.lowercased()
        if answers.contains(where: { text.contains($0) }) { return true }
        return text.contains("manifest for ") && text.contains("not found")
    }
}

/// Runs `body` and gives its errors the domain's meaning.
func mapped<Value>(_ body: () async throws -> Value) async throws(RuntimeError) -> Value {
    do {
        return try await body()
    } catch {
        throw RuntimeError(error)
    }
}
