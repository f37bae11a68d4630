import Accounts
import NIOHTTP1

/// Whether a page may do this with the cookie that its browser holds. Jupyter itself no longer checks, because the gateway
/// puts the server's token on each request.
enum CrossOrigin {
    /// Applies to cookie-authenticated requests only: a token is no ambient authority.
    static func isAllowed(_ head: HTTPRequestHead, at origin: Origins.Origin) -> Bool {
        let site = head.headers.first(name: "sec-fetch-site")
        let origins = head.headers["origin"]
        guard origins.allSatisfy({ $0 == origin.description }) || isTopLevelNavigation(head) else { return false }
        if isUpgrade(head) { return origins == [origin.description] && siteIsSame(site) }
        if isSafe(head.method) { return siteIsSame(site) || isTopLevelNavigation(head) }
        return origins.isEmpty ? site == "same-origin" : siteIsSame(site)
    }

    /// A person follows a link or types an address: the page that results is drawn on its own.
    static func isTopLevelNavigation(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.headers.first(name: "sec-fetch-mode") == "navigate"
            && head.headers.first(name: "sec-fetch-dest") == "document" && !isUpgrade(head)
    }

    static func isSafe(_ method: HTTPMethod) -> Bool { method == .GET || method == .HEAD || method == .OPTIONS }

    private static func isUpgrade(_ head: HTTPRequestHead) -> Bool { head.headers.contains(name: "upgrade") }

    /// Browsers that do not send the header are told apart by `Origin` alone.
    private static func siteIsSame(_ site: String?) -> Bool { site == nil || site == "same-origin" || site == "none" }
}
