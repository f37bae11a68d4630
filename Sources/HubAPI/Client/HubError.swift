import Foundation

/// Why a call to the hub did not do what was asked.
///
/// A cancelled task gets `CancellationError`, never one of these.
package enum HubError: Error, Equatable, Sendable {
    /// Nothing answered at `url`, or the connection broke before the answer was whole. Whether the hub carried the
    /// call out is unknown.
    case unreachable(url: String, reason: String)
    /// The answer was not whole in time. Whether the hub carried the call out is unknown.
    case timeout(call: String)
    /// The hub answered no. `code` is a stable snake_case word, absent where something else answered in its place.
    case refused(status: Int, code: String?, message: String?)
    /// What answered is not a hub as we know it.
    case badAnswer(String)
    /// The base URL or the token cannot be used at all.
    case badAddress(String)
}

extension HubError: CustomStringConvertible {
    /// A sentence for people. It contains what came over the wire, so escape it for where it is shown.
    package var description: String {
        switch self {
        case .unreachable(let url, let reason): "The hub at \(url) can't be reached: \(reason)"
        case .timeout(let call): "The hub did not answer in time (\(call))"
        case .refused(let status, _, let message): message ?? "The hub answered with status \(status)"
        case .badAnswer(let what): "What answered is not a Berth hub: \(what)"
        case .badAddress(let what): what
        }
    }
}

extension HubError {
    /// The refusal that an answer with an error status means: the hub's JSON, else the status alone.
    static func refusal(status: Int, body: [UInt8]) -> HubError {
        if let wire = try? HubJSON.decode(ErrorModel.self, from: Data(body)) {
            return .refused(status: status, code: wire.code, message: wire.message)
        }
        return .refused(status: status, code: nil, message: nil)
    }
}
