import Accounts
import Servers
import Synchronization

/// Lets a password be tried only so often.
package final class LoginGuard: Sendable {
    private let throttle = Mutex(LoginThrottle())

    package init() {}

    /// Throws `Refusal` 429 with the time to wait.
    func admit(user: String, address: String?, at now: Timestamp) throws {
        guard let wait = throttle.withLock({ $0.admit(user: user, address: address, at: now) }) else { return }
        throw Refusal(
            .quota, code: "too_many_logins", "Too many tries to log in. Wait a little, then try again",
            retryAfter: max(wait, .seconds(1)))
    }

    func forgive(user: String, address: String?, at now: Timestamp) {
        throttle.withLock { $0.forgive(user: user, address: address, at: now) }
    }
}
