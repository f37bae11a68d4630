/// What a launch asks for; every field may be absent. Flat, or as the value of `user_options`.
package struct LaunchRequest: Hashable, Sendable, Codable {
    package var profile: String?
    /// The most cores.
    package var cpu: Double?
    /// Bytes, or a size such as `8G`.
    package var memory: MemorySize?

    package init(profile: String? = nil, cpu: Double? = nil, memory: MemorySize? = nil) {
        self.profile = profile
        self.cpu = cpu
        self.memory = memory
    }
}

/// An amount of memory as a client may write it: `8589934592` or `"8G"`. Answers always have the number.
package enum MemorySize: Hashable, Sendable, Codable {
    case bytes(Int64)
    case text(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let count = try? container.decode(Int64.self) {
            self = .bytes(count)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .bytes(let count): try container.encode(count)
        case .text(let text): try container.encode(text)
        }
    }
}
