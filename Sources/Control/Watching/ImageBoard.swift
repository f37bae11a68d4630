package import Servers
import Synchronization

/// What the images' names point to on this machine, as last looked at: to tell who runs an older one, and what is in it.
package final class ImageBoard: Sendable {
    private let images = Mutex<[String: HeldImage]>([:])

    init() {}

    /// Whether the next start of `tracked` would get another image than the one it runs.
    package func hasNewer(than tracked: TrackedServer) -> Bool {
        guard tracked.activity == .ready, let spec = tracked.server.spec, let running = tracked.current?.image,
            let newest = images.withLock({ $0[spec.image] })
        else { return false }
        return newest.digest != running
    }

    /// The kernels that the image of that name says it has; nil where it says nothing, is not here or was not looked at yet.
    package func kernels(of name: String) -> [String]? { images.withLock { $0[name]?.kernels } }

    /// Looks at the images of these names; one that cannot be looked at is as it was. Throws while the engine is away.
    func refresh(_ names: Set<String>, _ runtime: any ContainerRuntime) async throws(RuntimeError) {
        for name in names {
            do {
                let image = try await runtime.image(name)
                images.withLock { $0[name] = image }
            } catch RuntimeError.failed {
                continue
            }
        }
    }
}
