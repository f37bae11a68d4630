/// What runs in a container, independent of its host. Of an inspected container it includes the image's values.
package struct ContainerConfig: Codable, Sendable, Equatable {
    package var image: String?
    /// `uid:gid` or names that the image knows.
    package var user: String?
    /// `NAME=value` each.
    package var env: [String]?
    package var cmd: [String]?
    package var entrypoint: [String]?
    package var workingDir: String?
    package var labels: [String: String]?
    package var hostname: String?
    /// Keys like `8888/tcp`.
    package var exposedPorts: [String: EmptyObject]?
    package var healthcheck: Healthcheck?
    /// Like `SIGTERM`.
    package var stopSignal: String?
    /// Seconds between the stop signal and the kill.
    package var stopTimeout: Int?
    package var tty: Bool?

    package init(image: String? = nil) { self.image = image }

    enum CodingKeys: String, CodingKey {
        case image = "Image"
        case user = "User"
        case env = "Env"
        case cmd = "Cmd"
        case entrypoint = "Entrypoint"
        case workingDir = "WorkingDir"
        case labels = "Labels"
        case hostname = "Hostname"
        case exposedPorts = "ExposedPorts"
        case healthcheck = "Healthcheck"
        case stopSignal = "StopSignal"
        case stopTimeout = "StopTimeout"
        case tty = "Tty"
    }
}

/// `{}`: the engine's sets are objects whose values are empty.
package struct EmptyObject: Codable, Sendable, Equatable {
    package init() {}
}

/// How the engine asks a container whether it is well.
package struct Healthcheck: Codable, Sendable, Equatable {
    /// `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", command]`.
    package var test: [String]

    package init(test: [String]) { self.test = test }

    /// Switches the image's own check off.
    package static let none = Healthcheck(test: ["NONE"])

    enum CodingKeys: String, CodingKey {
        case test = "Test"
    }
}
