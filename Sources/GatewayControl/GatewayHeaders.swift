/// The headers that the gateway puts on what it hands to `serve`. It removes any `Berth-` header that a client sent, and
/// only the gateway can reach the socket of `serve`: so `serve` believes them.
package enum GatewayHeaders {
    /// `hub`, `notebook`, or `token` when the request carries a Berth token and so needs no origin.
    package static let origin = "Berth-Origin"
    /// The client's address.
    package static let address = "Berth-Client-Address"
    /// Why the gateway did not send the request to a container: a `Verdict`'s raw value. Absent on plain `/hub` requests.
    package static let verdict = "Berth-Verdict"
    /// With a verdict: the owner and name of the server it concerns, `ada/gpu`.
    package static let server = "Berth-Server"
}

/// Why a request for a server was not sent to its container. `serve` draws the page or JSON for it.
package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// No credential: send the browser to the hub, which sends it back with a ticket; 403 for programs.
    case login
    /// The credential is good but not for this server: 403.
    case forbidden
    /// Authorised, but there is no route: stopped (424), starting (503 page with progress), or no such server (404).
    case notRunning
    /// The container did not answer: 502.
    case unreachable
    /// A ticket was used twice, has expired or is for another host: 403 with a way to try again.
    case badTicket
    /// The page's origin may not do this (Origin or Sec-Fetch-Site): 403.
    case crossOrigin
}

/// Paths on notebook origins that are the gateway's own, below the base path.
package enum GatewayPaths {
    /// `?ticket=…&next=/user/…` (with the base path): turns a ticket into the origin's cookie and goes on to `next`.
    package static let enter = "/.berth/enter"
    /// `POST`: forgets the origin's cookie.
    package static let leave = "/.berth/leave"
}
