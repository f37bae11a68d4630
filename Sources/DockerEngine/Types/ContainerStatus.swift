/// What a container is doing, in the engine's words. Words we don't know are kept.
package struct ContainerStatus: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let created = Self(rawValue: "created")
    package static let running = Self(rawValue: "running")
    package static let paused = Self(rawValue: "paused")
    package static let restarting = Self(rawValue: "restarting")
    package static let removing = Self(rawValue: "removing")
    package static let exited = Self(rawValue: "exited")
    package static let dead = Self(rawValue: "dead")
}
