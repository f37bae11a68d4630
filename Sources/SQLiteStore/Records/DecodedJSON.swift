import Synchronization

/// What the texts of a JSON column mean, decoded once: the same text is always the same value.
///
/// Whoever counts what servers hold reads all of them within a transaction, and decoding is most of what that costs.
final class DecodedJSON<Decoded: Decodable & Sendable>: Sendable {
    private let known = Mutex<[String: Decoded]>([:])

    /// More than there are servers; then all are decoded anew.
    private static var most: Int { 20_000 }

    func meaning(of text: String) throws -> Decoded {
        if let decoded = known.withLock({ $0[text] }) { return decoded }
        let decoded = try value(Decoded.self, json: text)
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[text] = decoded
        }
        return decoded
    }
}
