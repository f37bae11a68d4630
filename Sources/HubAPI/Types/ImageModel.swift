/// An image that the hub pulled, or that a profile or a server uses.
package struct ImageModel: Hashable, Sendable, Codable {
    /// `sha256:` and 64 hexadecimal digits.
    package var id: String
    package var references: [String]
    /// Bytes on disk, layers that it shares with others included.
    package var size: Int64
    /// When the hub pulled it; null for one that it did not pull and never removes.
    @OrNull package var pulledAt: String?
    /// The profiles and servers that use it, as `profile small` and `ada/gpu`.
    package var usedBy: [String]
    /// Whether a prune removes it.
    package var unused: Bool

    package init(id: String, references: [String], size: Int64, pulledAt: String?, usedBy: [String], unused: Bool) {
        self.id = id
        self.references = references
        self.size = size
        self.pulledAt = pulledAt
        self.usedBy = usedBy
        self.unused = unused
    }

    private enum CodingKeys: String, CodingKey {
        case id, references, size, unused
        case pulledAt = "pulled_at"
        case usedBy = "used_by"
    }
}

/// What a prune is asked to do.
package struct ImagePrune: Hashable, Sendable, Codable {
    /// Only answers what would be removed.
    package var dryRun: Bool

    package init(dryRun: Bool) { self.dryRun = dryRun }

    private enum CodingKeys: String, CodingKey {
        case dryRun = "dry_run"
    }
}
