import Accounts
import NIOHTTP1
import Servers

/// The answers that give a notebook origin its cookie and take it away.
enum Entry {
    /// The `Set-Cookie` of a pass that is good for `seconds`.
    static func cookie(_ pass: String, seconds: Int64, _ origins: Origins) -> String {
        let name = Credentials.passCookie(isSecure: origins.hub.isSecure)
        let secure = origins.hub.isSecure ? "; Secure" : ""
        return "\(name)=\(pass); Path=\(origins.cookiePath); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)"
    }

    /// Where to go after a ticket: `next` when it is a path of the same owner's servers, else the ticket's server.
    static func destination(_ next: String?, ticket: Ticket, _ origins: Origins) -> String {
        guard let next, !next.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7f || $0 == UInt8(ascii: "\\") }),
            let path = try? RequestPath(String(next.prefix { $0 != "#" })).below(origins.base),
            path.segments.starts(with: ["user", ticket.server.owner.value])
        else { return origins.path(of: ticket.server) }
        return next
    }
}
