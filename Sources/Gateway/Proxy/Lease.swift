import NIOCore
import Servers

/// What is known of one client's connection for its whole life, tunnel or not. Belongs to its event loop.
final class Lease {
    let channel: any Channel
    /// By what right the request or tunnel that goes on uses a server; nil between requests.
    var access: Access?
    /// The server and container that it goes on with.
    var route: Route?
    /// Since when a request head is awaited, or the rest of a body that nobody wants.
    var waitingSince: NIODeadline? = .now()
    /// Since when the client takes nothing.
    var stalledSince: NIODeadline?
    var isTunnel = false

    init(channel: any Channel) { self.channel = channel }

    /// Whether closing it now interrupts nobody's answer.
    var isIdle: Bool { isTunnel || waitingSince != nil }

    func isOverdue(_ now: NIODeadline, _ limits: GatewayLimits, _ time: Timestamp) -> Bool {
        if let since = waitingSince, !isTunnel, now - since > TimeAmount(limits.head) { return true }
        if let since = stalledSince, !isTunnel, now - since > TimeAmount(limits.writeStall) { return true }
        if let end = access?.expiresAt, end <= time { return true }
        return false
    }
}
