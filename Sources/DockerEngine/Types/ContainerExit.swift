/// How a container that was waited for ended.
package struct ContainerExit: Codable, Sendable, Equatable {
    /// 137 is SIGKILL, 143 SIGTERM.
    package var statusCode: Int
    package var error: Failure?

    package struct Failure: Codable, Sendable, Equatable {
        @OrEmpty package var message: String

        enum CodingKeys: String, CodingKey {
            case message = "Message"
        }
    }

    enum CodingKeys: String, CodingKey {
        case statusCode = "StatusCode"
        case error = "Error"
    }
}

/// What to wait for.
package enum WaitCondition: String, Sendable {
    /// That it does not run: at once when it already does not.
    case notRunning = "not-running"
    /// That it ends after now.
    case nextExit = "next-exit"
    /// That it is gone.
    case removed
}
