/// A version of the engine's API, like `1.41`. Ordered by number: 1.9 is before 1.41.
struct APIVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    let major: Int
    let minor: Int

    /// The lowest that this client speaks: what Engine 29 still answers to, and the first with device requests.
    static let oldest = APIVersion(1, 40)
    /// The highest whose changes were read and accounted for here.
    static let newest = APIVersion(1, 52)

    init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// From the text of an `Api-Version` header; nil when it is not two numbers.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    /// The version to speak with an engine whose highest is `engine`.
    ///
    /// - Throws: `EngineError.versionTooOld` below `oldest`.
    static func negotiated(with engine: APIVersion) throws -> APIVersion {
        guard engine >= oldest else {
            throw EngineError.versionTooOld(engine: engine.description, needed: oldest.description)
        }
        return min(engine, newest)
    }

    static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    var description: String { "\(major).\(minor)" }
}
