package import Accounts
package import Foundation
package import Servers

/// What `serve` tells the gateway over the control socket. One JSON object a line (NDJSON).
package enum ControlMessage: Hashable, Sendable, Codable {
    /// First on every connection: everything the gateway needs to know. It replaces what it knew before.
    case attach(GatewayState)
    case publish(Route)
    case withdraw(ServerKey)
    /// Closes what these hold open within 5 seconds, and refuses them from now on.
    case revoke(Revocation)
    /// Who holds which token is to be asked anew.
    case refresh
    /// What people did is to be told now.
    case report
    /// The answer to `ask`: who holds the token; nil when nobody does.
    case answer(question: UInt64, TokenGrant?)
    /// The gateway answers `synced` with the same number once everything before it is in force.
    case sync(UInt64)
    case ping
}

/// The whole of what a gateway knows.
package struct GatewayState: Hashable, Sendable, Codable {
    package let instance: InstanceID
    /// `HMAC` key of tickets and passes.
    package let originKey: Data
    package let routes: [Route]
    /// The named servers that there are, running or not: their paths are not the default server's. nil from a `serve` that
    /// does not tell.
    package let names: [ServerKey]?
    /// What was revoked and could still be in use.
    package let revocations: [Revocation]

    package init(
        instance: InstanceID, originKey: Data, routes: [Route], names: [ServerKey]? = nil, revocations: [Revocation]
    ) {
        self.instance = instance
        self.originKey = originKey
        self.routes = routes
        self.names = names
        self.revocations = revocations
    }
}

/// What the gateway may let a token's holder do, until `expiresAt`.
package struct TokenGrant: Hashable, Sendable, Codable {
    package let token: TokenID
    package let user: UserName
    package let permissions: Permissions
    package let expiresAt: Timestamp?
    /// When it was found to be so; a later cut of the user ends it.
    package let at: Timestamp

    package init(
        token: TokenID, user: UserName, permissions: Permissions, expiresAt: Timestamp?, at: Timestamp
    ) {
        self.at = at
        self.token = token
        self.user = user
        self.permissions = permissions
        self.expiresAt = expiresAt
    }
}

/// What the gateway tells `serve`. One JSON object a line.
package enum GatewayMessage: Hashable, Sendable, Codable {
    /// First on every connection.
    case hello(version: String, pid: Int32, startedAt: Timestamp, listening: String)
    /// After `hello`, and whenever the files change; not from a gateway that speaks plain HTTP.
    case certificate(CertificateReport)
    /// Who holds the token of this hash?
    case ask(question: UInt64, SecretHash)
    /// What people did since the last report: the latest moment for each server.
    case activity([ActivityReport])
    /// Who used another's server since the last report.
    case visits([Visit])
    /// What went through it until now, with each report.
    case traffic(GatewayTraffic)
    /// Everything that was sent before the `sync` of this number is in force.
    case synced(UInt64)
    case pong
}

/// Somebody uses another's server.
package struct Visit: Hashable, Sendable, Codable {
    package let key: ServerKey
    package let user: UserName

    package init(key: ServerKey, user: UserName) {
        self.key = key
        self.user = user
    }
}

/// When somebody last did something with a server.
package struct ActivityReport: Hashable, Sendable, Codable {
    package let key: ServerKey
    package let user: UserName
    package let at: Timestamp

    package init(key: ServerKey, user: UserName, at: Timestamp) {
        self.key = key
        self.user = user
        self.at = at
    }
}
