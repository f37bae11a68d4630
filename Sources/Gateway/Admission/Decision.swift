import Accounts
import GatewayControl
import NIOHTTP1
import Servers

/// What is done with a request.
enum Decision: Hashable {
    /// To the server's container, as `access` allows.
    case proxy(Route, Access)
    /// To `serve`, as it is. `origin` is what the header of that name says.
    case hub(OriginKind)
    /// To `serve`, which draws the page or JSON of the verdict. The server is nil when the request names none.
    case verdict(Verdict, ServerKey?, OriginKind)
    case redirect(to: String)
    case reject(Rejection)
    /// `serve` must say who holds the token; then the request is decided again.
    case askToken(SecretHash)
    /// A ticket becomes this origin's cookie; then on to `next`.
    case enter(ticket: String, next: String?)
    /// The origin's cookie is forgotten.
    case leave
    /// No `serve` has told yet what there is: to be decided again in a moment.
    case notReady
}

/// Who uses a server, by what, and until when.
struct Access: Hashable {
    let user: UserName
    let credential: Credential
    let expiresAt: Timestamp?
    /// When it was found to be so.
    let since: Timestamp

    enum Credential: Hashable {
        case session(SessionID)
        case token(TokenID)
    }

    var isByToken: Bool { if case .token = credential { true } else { false } }

    /// Whether `revocation` ends it.
    func isEnded(by revocation: Revocation) -> Bool {
        switch (revocation, credential) {
        case (.session(let revoked), .session(let mine)): revoked == mine
        case (.token(let revoked), .token(let mine)): revoked == mine
        case (.user(let cut, let before), _): cut == user && since < before
        case (.session, .token), (.token, .session): false
        }
    }
}

/// Where a request that `serve` gets came to: the values of `Berth-Origin`.
enum OriginKind: String, Hashable {
    case hub
    case notebook
    case token
}

/// An answer of the gateway's own.
struct Rejection: Hashable {
    let status: UInt
    /// In snake case, for programs.
    let code: String
    let message: String
    /// Seconds, for `Retry-After`.
    var retryAfter: Int?
}
