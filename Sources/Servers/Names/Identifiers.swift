/// An identifier that is one string: compared, stored and sent as that string, never mixed with another kind.
package protocol StringIdentifier: Hashable, Sendable, Codable, CustomStringConvertible {
    var value: String { get }
    init(_ value: String)
}

extension StringIdentifier {
    package var description: String { value }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// A server's own identity: 12 of `[a-z2-7]`, random, never used again, so that a recreated name is another server.
package struct ServerID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// This installation of Berth: 8 of `[a-z2-7]`, made with the store. Containers of another instance are not ours.
package struct InstanceID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// The engine's own id of a container: 64 hexadecimal digits.
package struct ContainerID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// The machine that a container is on. One node at first: `local`.
package struct NodeID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
    package static let local = NodeID("local")
}

/// A profile's id: the name of its file in `profiles/` without `.yaml`.
package struct ProfileID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// An image as the engine holds it, `sha256:` and 64 hexadecimal digits; a tag may move, this does not.
package struct ImageDigest: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// One run of the engine: two containers seen under different epochs have an engine restart between them.
package struct EngineEpoch: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

extension StringIdentifier {
    /// A fresh identifier of `length` characters from `[a-z2-7]` (5 bits each) by the system's random generator.
    package static func random(length: Int) -> Self {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
        return Self(String((0..<length).compactMap { _ in alphabet.randomElement() }))
    }
}
