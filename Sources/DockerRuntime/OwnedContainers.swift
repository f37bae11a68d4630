import Servers
import Synchronization

/// The containers that were seen to be this instance's. That stays true: an id is never given again, and a container's
/// labels never change.
final class OwnedContainers: Sendable {
    private let ids = Mutex<Set<ContainerID>>([])

    /// Far more than an engine runs; then all are looked at again.
    private static let most = 10_000
    /// The digits of a full id. A name, or the start of an id, may come to mean another container.
    private static let idLength = 64

    func has(_ container: ContainerID) -> Bool { ids.withLock { $0.contains(container) } }

    /// Remembers a container that is known by its full id.
    func note(_ container: ContainerID) {
        guard container.value.utf8.count == Self.idLength, container.value.allSatisfy(\.isHexDigit) else { return }
        ids.withLock { ids in
            if ids.count >= Self.most { ids = [] }
            ids.insert(container)
        }
    }

    func forget(_ container: ContainerID) { ids.withLock { _ = $0.remove(container) } }
}
