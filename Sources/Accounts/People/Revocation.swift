package import Servers

/// A credential that no longer counts, as those are told who hold something open by it.
package enum Revocation: Hashable, Sendable, Codable {
    case session(SessionID)
    case token(TokenID)
    /// Whatever was authorised for the user before that moment; what is authorised from then on counts.
    case user(UserName, before: Timestamp)

    /// How long a revoked token and a user's cut are told to a gateway that attaches. It may have gone on that long
    /// without a control plane; expired sessions need not be told at all.
    package static let memory = Duration.seconds(30 * 86_400)
}
