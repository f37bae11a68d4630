/// Why a call to the Docker Engine did not do what was asked.
///
/// A cancelled task gets `CancellationError`, never one of these.
package enum EngineError: Error, Equatable, Sendable {
    /// No engine answered: the socket is missing, refuses, or the connection broke before the answer was whole.
    /// Whether the engine carried the call out is unknown.
    case unreachable(reason: String)
    /// The answer was not whole in time. Whether the engine carried the call out is unknown.
    case timeout(call: String)
    /// 404: no such container, image, network, volume or exec.
    case notFound(message: String)
    /// 409: the state of things forbids it. `holder` is the id of the container that has the name, when that is why.
    case conflict(message: String, holder: String?)
    /// 400, or a value that cannot be sent at all.
    case badParameter(message: String)
    /// Any other refusal or failure that the engine answered with.
    case server(status: Int, message: String)
    /// A pull or an import failed after it had begun: the engine said so inside the progress it streamed.
    case pull(message: String)
    /// The engine does not speak an API version that this call needs. Versions are like `1.42`.
    case versionTooOld(engine: String, needed: String)
    /// What answered is not a Docker Engine as we know it.
    case protocolViolation(String)

    /// The kind of error, one of ten words: fit for a metric label.
    package var label: String {
        switch self {
        case .unreachable: "unreachable"
        case .timeout: "timeout"
        case .notFound: "not_found"
        case .conflict(_, holder: nil): "conflict"
        case .conflict: "name_taken"
        case .badParameter: "bad_parameter"
        case .server: "server"
        case .pull: "pull"
        case .versionTooOld: "version_too_old"
        case .protocolViolation: "protocol_violation"
        }
    }
}

extension EngineError: CustomStringConvertible {
    /// A sentence for people. It contains what the engine wrote, so escape it for where it is shown.
    package var description: String {
        switch self {
        case .unreachable(let reason): "Docker Engine can't be reached: \(reason)"
        case .timeout(let call): "Docker Engine did not answer in time (\(call))"
        case .notFound(let message): message
        case .conflict(let message, _): message
        case .badParameter(let message): "Docker Engine refused a value: \(message)"
        case .server(let status, let message): "Docker Engine failed (\(status)): \(message)"
        case .pull(let message): "The image could not be pulled: \(message)"
        case .versionTooOld(let engine, let needed):
            "Docker Engine is too old: it speaks API \(engine), and \(needed) is needed"
        case .protocolViolation(let what): "Docker Engine gave an answer that makes no sense: \(what)"
        }
    }
}
