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

    package init() {}

    /// nil where it speaks plain HTTP.
    package var certificate: Certificate? { state.withLock { $0 } }

    package func shows(_ certificate: Certificate) { state.withLock { $0 = certificate } }
}
