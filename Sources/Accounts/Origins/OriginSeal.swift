import Crypto
package import Foundation
package import Servers

/// What a browser carries from the hub's origin to a notebook origin: used once, within 30 seconds.
package struct Ticket: Hashable, Sendable, Codable {
    /// Random; the gateway remembers it until it expires, so that it works once.
    package let id: String
    package let session: SessionID
    package let user: UserName
    /// The server it opens.
    package let server: ServerKey
    /// The `Host` it is good for, with port as the browser sends it.
    package let host: String
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    /// When the hub session ends, and with it the cookie made of this ticket.
    package let sessionExpiresAt: Timestamp

    /// How long a ticket lives.
    package static let lifetime = Duration.seconds(30)

    package init(
        id: String, session: SessionID, user: UserName, server: ServerKey, host: String, issuedAt: Timestamp,
        sessionExpiresAt: Timestamp
    ) {
        self.id = id
        self.session = session
        self.user = user
        self.server = server
        self.host = host
        self.issuedAt = issuedAt
        expiresAt = issuedAt + Self.lifetime
        self.sessionExpiresAt = sessionExpiresAt
    }
}

/// What the cookie of a notebook origin says: this browser is this user's session, here, until then.
package struct OriginPass: Hashable, Sendable, Codable {
    package let session: SessionID
    package let user: UserName
    /// The owner whose servers this origin serves.
    package let owner: UserName
    package let host: String
    package let expiresAt: Timestamp

    package init(session: SessionID, user: UserName, owner: UserName, host: String, expiresAt: Timestamp) {
        self.session = session
        self.user = user
        self.owner = owner
        self.host = host
        self.expiresAt = expiresAt
    }
}

/// Signs and opens tickets and passes: `<purpose>.<base64url JSON>.<base64url HMAC-SHA256>`. The purpose is part of what is
/// signed, so a ticket is never taken for a pass. Expiry and host are the caller's to check.
package struct OriginSeal: Sendable {
    private let key: SymmetricKey

    package init(key: Data) { self.key = SymmetricKey(data: key) }

    package func seal(_ ticket: Ticket) -> String { seal(ticket, purpose: "t") }
    package func seal(_ pass: OriginPass) -> String { seal(pass, purpose: "p") }
    package func ticket(_ text: String) -> Ticket? { open(text, purpose: "t") }
    package func pass(_ text: String) -> OriginPass? { open(text, purpose: "p") }

    private func seal(_ value: some Encodable, purpose: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = "\(purpose).\(((try? encoder.encode(value)) ?? Data()).base64URL)"
        let mac = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: key)
        return "\(body).\(Data(mac).base64URL)"
    }

    private func open<Value: Decodable>(_ text: String, purpose: String) -> Value? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= 4096, parts.count == 3, parts[0] == purpose,
            let mac = Data(base64URL: parts[2]), let payload = Data(base64URL: parts[1]),
            HMAC<SHA256>.isValidAuthenticationCode(
                mac, authenticating: Data("\(parts[0]).\(parts[1])".utf8), using: key)
        else { return nil }
        return try? JSONDecoder().decode(Value.self, from: payload)
    }
}
