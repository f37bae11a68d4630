import Accounts
import Foundation
import Servers

/// The account of whoever runs this installation: made at the first start, with a token in a credentials file.
struct Operator: Sendable {
    let name: UserName
    /// Where the command line finds hub URL and token; nil writes none.
    let credentials: String?
    let hubURL: String

    /// Makes the account where it is missing, and new credentials where the file has none that are good.
    func prepare(accounts: any AccountStore, time: any TimeSource) async throws {
        let now = time.now()
        if try await accounts.user(name) == nil {
            _ = try await accounts.addUser(name, isAdmin: true, at: now, audit: entry("user.add", now))
        }
        guard let credentials else { return }
        var file = (try? HubCredentials.File.read(credentials))?.file
        guard try await !hasGoodToken(file, accounts) else { return }
        let secret = Secret(prefix: "bth_")
        _ = try await accounts.addToken(
            secret.hash, user: name, scopes: nil, note: "command line of \(name)", createdAt: now, expiresAt: nil,
            audit: entry("token.create", now))
        file = file ?? HubCredentials.File()
        file?.keep(secret.text, for: hubURL)
        try file?.write(to: credentials, asOwnerOfFolder: geteuid() == 0)
    }

    private func entry(_ action: String, _ now: Timestamp) -> AuditEntry {
        AuditEntry(at: now, principal: "system", address: nil, action: action, target: name.value, result: "done")
    }

    private func hasGoodToken(_ file: HubCredentials.File?, _ accounts: any AccountStore) async throws -> Bool {
        guard let file, file.url == hubURL, let token = file.token else { return false }
        return try await accounts.token(Secret(received: token).hash) != nil
    }
}
