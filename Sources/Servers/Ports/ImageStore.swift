/// The port to where it is kept which images Berth pulled: only those are its own to remove.
package protocol ImageStore: Sendable {
    /// Remembers a pull; one of an image that is remembered changes its name and time.
    func notePulled(_ image: PulledImage) async throws

    /// By name, then by time.
    func pulledImages() async throws -> [PulledImage]

    /// Forgets an image that was removed, with the audit entry of that; no error when it is not remembered.
    func forgetImage(_ digest: ImageDigest, audit: AuditEntry) async throws
}

/// An image that Berth pulled.
package struct PulledImage: Hashable, Sendable, Codable {
    package let digest: ImageDigest
    /// The name it was pulled by.
    package let reference: String
    package let pulledAt: Timestamp

    package init(digest: ImageDigest, reference: String, pulledAt: Timestamp) {
        self.digest = digest
        self.reference = reference
        self.pulledAt = pulledAt
    }
}

/// An image that the engine has.
package struct HeldImage: Hashable, Sendable {
    package let digest: ImageDigest
    /// Its names, like `berth/notebook:minimal`; none when they all mean another image by now.
    package let references: [String]
    /// On disk, layers that it shares with other images included.
    package let size: Bytes
    /// The kernels that it says it has, as people call them: `Python 3`, `R`. Nil where it says nothing.
    package let kernels: [String]?

    package init(digest: ImageDigest, references: [String], size: Bytes, kernels: [String]? = nil) {
        self.digest = digest
        self.references = references
        self.size = size
        self.kernels = kernels
    }
}
