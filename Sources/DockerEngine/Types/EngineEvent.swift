/// Something that happened in the engine. Events can be lost: treat them as hints.
package struct EngineEvent: Codable, Sendable, Equatable {
    /// `container`, `image`, `network`, `volume`, `daemon` …
    package var type: String
    package var action: Action
    package var actor: Actor
    /// Nanoseconds since 1970: what to give as `since` to go on from here.
    @OrEmpty package var timeNano: Int64

    /// What happened, in the engine's words. Words we don't know are kept.
    package struct Action: RawRepresentable, Hashable, Codable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let create = Self(rawValue: "create")
        package static let start = Self(rawValue: "start")
        package static let die = Self(rawValue: "die")
        package static let kill = Self(rawValue: "kill")
        package static let stop = Self(rawValue: "stop")
        /// A process of the container was killed for memory; the container may live on.
        package static let oom = Self(rawValue: "oom")
        package static let rename = Self(rawValue: "rename")
        package static let update = Self(rawValue: "update")
        package static let destroy = Self(rawValue: "destroy")
    }

    package struct Actor: Codable, Sendable, Equatable {
        /// The container's (image's, …) id.
        @OrEmpty package var id: String
        /// For a container its labels, `name`, `image`, and of `die` the `exitCode`.
        @OrEmpty package var attributes: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "ID"
            case attributes = "Attributes"
        }
    }

    enum CodingKeys: String, CodingKey {
        case type = "Type"
        case action = "Action"
        case actor = "Actor"
        case timeNano
    }
}
