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
        guard let credentials, try await !hasGoodToken(credentials, accounts) else { return }
        let secret = Secret(prefix: "bth_")
        _ = try await accounts.addToken(
            secret.hash, user: name, scopes: nil, note: "command line of \(name)", createdAt: now, expiresAt: nil,
            audit: entry("token.create", now))
        try write(CredentialsFile(url: hubURL, token: secret.text), to: credentials)
    }

    private func entry(_ action: String, _ now: Timestamp) -> AuditEntry {
        AuditEntry(at: now, principal: "system", address: nil, action: action, target: name.value, result: "done")
    }

    private func hasGoodToken(_ path: String, _ accounts: any AccountStore) async throws -> Bool {
        guard let data = FileManager.default.contents(atPath: path),
            let file = try? JSONDecoder().decode(CredentialsFile.self, from: data), file.url == hubURL
        else { return false }
        return try await accounts.token(Secret(received: file.token).hash) != nil
    }

    /// Writes the file whole or not at all, 0600, owned as its directory is.
    private func write(_ file: CredentialsFile, to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        guard
            manager.createFile(
                atPath: temporary, contents: try JSONEncoder().encode(file), attributes: [.posixPermissions: 0o600])
        else { throw StartProblem("\(temporary) cannot be written", remedy: "Give another file with --credentials.") }
        let owner = try manager.attributesOfItem(atPath: (folder as NSString).deletingLastPathComponent)
        let ownership = owner.filter { $0.key == .ownerAccountID || $0.key == .groupOwnerAccountID }
        if geteuid() == 0 {
            try manager.setAttributes(ownership, ofItemAtPath: temporary)
            try manager.setAttributes(ownership, ofItemAtPath: folder)
        }
        guard rename(temporary, path) == 0 else {
            throw StartProblem("\(path) cannot be replaced", remedy: "Give another file with --credentials.")
        }
    }
}

/// What `~/.config/berth/credentials.json` holds.
private struct CredentialsFile: Codable {
    let url: String
    let token: String
}
