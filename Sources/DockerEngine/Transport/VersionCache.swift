import Synchronization

/// The API version agreed with the engine, until a sign that the engine may be another one.
final class VersionCache: Sendable {
    private let agreed = Mutex<APIVersion?>(nil)

    var version: APIVersion? { agreed.withLock { $0 } }

    /// Stores a version; true when it differs from the one before.
    func store(_ version: APIVersion) -> Bool {
        agreed.withLock { current in
            defer { current = version }
            return current != version
        }
    }

    /// Forgets it: the next call negotiates again.
    func forget() { agreed.withLock { $0 = nil } }
}
