package import Servers
import Synchronization

/// What the images' names point to on this machine, as last looked at: to tell who runs an older one.
package final class ImageBoard: Sendable {
    private let digests = Mutex<[String: ImageDigest]>([:])

    init() {}

    /// Whether the next start of `tracked` would get another image than the one it runs.
    package func hasNewer(than tracked: TrackedServer) -> Bool {
        guard tracked.activity == .ready, let spec = tracked.server.spec, let running = tracked.current?.image,
            let newest = digests.withLock({ $0[spec.image] })
        else { return false }
        return newest != running
    }

    /// Looks at the images of `servers`; one that cannot be looked at is as it was.
    func refresh(_ servers: [TrackedServer], _ runtime: any ContainerRuntime) async throws(RuntimeError) {
        for name in Set(servers.compactMap { $0.server.spec?.image }) {
            let digest = try await runtime.image(name)
            digests.withLock { $0[name] = digest }
        }
    }
}
