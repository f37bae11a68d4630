package import Servers
import Synchronization

/// What the gateway last said of itself.
package final class GatewayHealth: Sendable {
    /// The certificate that it shows to browsers.
    package struct Certificate: Hashable, Sendable {
        package let expiresAt: Timestamp
        /// Why the files' present content is not used, and the one from before still is.
        package let problem: String?

        package init(expiresAt: Timestamp, problem: String?) {
            self.expiresAt = expiresAt
            self.problem = problem
        }
    }

    private let state = Mutex<Certificate?>(nil)
    private let attached = Mutex(false)

    package init() {}

    /// nil where it speaks plain HTTP.
    package var certificate: Certificate? { state.withLock { $0 } }

    /// Whether one is attached, as it was last told.
    package var isAttached: Bool { attached.withLock { $0 } }

    package func note(isAttached: Bool) { attached.withLock { $0 = isAttached } }

    package func shows(_ certificate: Certificate) { state.withLock { $0 = certificate } }
}
