package import Accounts
import Servers

/// Tells whose name and password these are. The same answer and the same work whether the name or the password is wrong.
package struct CheckPassword: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Who may do all that the user may. Throws `Refusal`: 403 when it is not a user's name and password or the account is disabled, 429 after too
    /// many tries, 503 while too many are being checked.
    package func callAsFunction(name: String, password: String, address: String?) async throws -> Principal {
        let known = try? UserName(name)
        do {
            try control.logins.admit(user: name, address: address, at: control.time.now())
        } catch let refusal as Refusal {
            await control.noteFailedLogin(of: try await control.existing(known), refusal.code, address: address)
            throw refusal
        }
        var user: User?
        var stored: PasswordHash?
        if let known {
            user = try await control.accounts.user(known)
            stored = try await control.accounts.password(of: known)
        }
        guard try await control.matches(password, stored), let user else {
            await control.noteFailedLogin(of: user?.name, "bad_login", address: address)
            throw Refusal(.forbidden, code: "bad_login", "User name or password is wrong")
        }
        try user.requireActive()
        control.logins.forgive(user: name, address: address, at: control.time.now())
        return Principal(user: user, credential: .password, permissions: Permissions(of: user), address: address)
    }
}

extension User {
    /// Throws `Refusal` 403 for an account that is disabled or leaving.
    func requireActive() throws {
        guard !isActive else { return }
        throw Refusal(.forbidden, code: "user_disabled", "The account of \(name) is disabled. Ask an admin")
    }
}

extension ControlContext {
    /// The name if an account has it: what else people type there may be their password.
    fileprivate func existing(_ name: UserName?) async throws -> UserName? {
        guard let name else { return nil }
        return try await accounts.user(name)?.name
    }

    /// Whether `password` is the one stored; throws `Refusal` 503 while too many are being checked.
    func matches(_ password: String, _ stored: PasswordHash?) async throws -> Bool {
        try await orBusy { try await passwords.check(password, against: stored) }
    }

    func hash(_ password: String) async throws -> PasswordHash {
        try await orBusy { try await passwords.hash(password) }
    }

    private func orBusy<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch is PasswordWorker.Busy {
            throw Refusal(
                .unavailable, code: "login_busy", "Many people log in at this moment. Try again in a few seconds",
                retryAfter: .seconds(5))
        }
    }
}
