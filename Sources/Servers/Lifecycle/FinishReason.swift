/// Why a generation finished. A closed set here; on the wire a code that programs must expect to grow.
package enum FinishReason: Hashable, Sendable {
    case stoppedByUser
    case stoppedByAdmin
    case cancelled
    case drained
    /// Another generation was asked for while this one ran.
    case restarted
    /// Jupyter ended by itself with exit code 0.
    case exited
    case crashed(exitCode: Int)
    case oomKilled
    case reapedIdle
    case reapedAge
    case removedOutside
    case hostRestarted
    case nodeLost
    case imageMissing
    case pullFailed
    case startTimeout
    case stuck
    case neverFits
    case queueTimeout
    case engineError
    case profileUnmet
    case userRemoved

    /// Whose failure it was, if any: a system's failure before `started` is tried again.
    package enum Fault: Hashable, Sendable { case none, user, system }

    package var fault: Fault {
        switch self {
        case .stoppedByUser, .stoppedByAdmin, .cancelled, .drained, .restarted, .exited, .reapedIdle, .reapedAge,
            .userRemoved:
            .none
        case .crashed, .oomKilled, .imageMissing, .startTimeout, .neverFits, .removedOutside, .profileUnmet: .user
        case .hostRestarted, .nodeLost, .pullFailed, .stuck, .queueTimeout, .engineError: .system
        }
    }

    /// Whether it was anyone's.
    var isFailure: Bool {
        switch fault {
        case .none: false
        case .user, .system: true
        }
    }

    /// The code on the wire and in the store.
    package var code: String {
        switch self {
        case .stoppedByUser: "stoppedByUser"
        case .stoppedByAdmin: "stoppedByAdmin"
        case .cancelled: "cancelled"
        case .drained: "drained"
        case .restarted: "restarted"
        case .exited: "exited"
        case .crashed: "crashed"
        case .oomKilled: "oomKilled"
        case .reapedIdle: "reapedIdle"
        case .reapedAge: "reapedAge"
        case .removedOutside: "removedOutside"
        case .hostRestarted: "hostRestarted"
        case .nodeLost: "nodeLost"
        case .imageMissing: "imageMissing"
        case .pullFailed: "pullFailed"
        case .startTimeout: "startTimeout"
        case .stuck: "stuck"
        case .neverFits: "neverFits"
        case .queueTimeout: "queueTimeout"
        case .engineError: "engineError"
        case .profileUnmet: "profileUnmet"
        case .userRemoved: "userRemoved"
        }
    }

    /// One plain sentence for people, without a full stop.
    package var sentence: String {
        switch self {
        case .stoppedByUser: "stopped by its owner"
        case .stoppedByAdmin: "stopped by an admin"
        case .cancelled: "cancelled before it was running"
        case .drained: "stopped for maintenance"
        case .restarted: "to be started anew"
        case .exited: "Jupyter shut itself down"
        case .crashed(let exitCode): "Jupyter ended with exit code \(exitCode)"
        case .oomKilled: "it ran out of memory"
        case .reapedIdle: "stopped because it was idle"
        case .reapedAge: "stopped because it reached its maximum age"
        case .removedOutside: "its container was removed by something other than Berth"
        case .hostRestarted: "the host or the engine restarted"
        case .nodeLost: "its node was lost"
        case .imageMissing: "its image is not there and cannot be pulled"
        case .pullFailed: "its image could not be pulled"
        case .startTimeout: "Jupyter did not answer in time"
        case .stuck: "it made no progress"
        case .neverFits: "it can no longer fit on this machine"
        case .queueTimeout: "it waited too long for room"
        case .engineError: "the machine could not start it"
        case .profileUnmet: "something that its profile needs is missing"
        case .userRemoved: "its owner's account was removed"
        }
    }
}

extension FinishReason: Codable {
    private enum CodingKeys: String, CodingKey { case code, exitCode }

    private static let simple: [FinishReason] = [
        .stoppedByUser, .stoppedByAdmin, .cancelled, .drained, .restarted, .exited, .oomKilled, .reapedIdle, .reapedAge,
        .removedOutside, .hostRestarted, .nodeLost, .imageMissing, .pullFailed, .startTimeout, .stuck, .neverFits,
        .queueTimeout, .engineError, .profileUnmet, .userRemoved,
    ]

    /// All that there are.
    package static var codes: [String] { simple.map(\.code) + ["crashed"] }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let code = try container.decode(String.self, forKey: .code)
        if code == "crashed" {
            self = .crashed(exitCode: try container.decode(Int.self, forKey: .exitCode))
        } else if let reason = Self.simple.first(where: { $0.code == code }) {
            self = reason
        } else {
            throw DecodingError.dataCorruptedError(
                forKey: .code, in: container, debugDescription: "no finish reason is called \(code)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        if case .crashed(let exitCode) = self { try container.encode(exitCode, forKey: .exitCode) }
    }
}
