package import Servers
import Synchronization

/// Pulled images in memory, keeping the contract of `ImageStore`.
package final class MemoryImageStore: ImageStore {
    private struct State {
        var images: [ImageDigest: PulledImage] = [:]
        var audit: [AuditEntry] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Every audit entry so far, oldest first.
    package var audit: [AuditEntry] { state.withLock { $0.audit } }

    package func notePulled(_ image: PulledImage) async throws { state.withLock { $0.images[image.digest] = image } }

    package func pulledImages() async throws -> [PulledImage] {
        state.withLock { state in
            state.images.values.sorted { ($0.reference, $0.pulledAt) < ($1.reference, $1.pulledAt) }
        }
    }

    package func forgetImage(_ digest: ImageDigest, audit: AuditEntry) async throws {
        state.withLock { state in
            state.images[digest] = nil
            state.audit.append(audit)
        }
    }
}
