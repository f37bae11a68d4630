import Accounts
import GatewayControl
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The server that a request was for which the gateway did not send on, and what kind of client sent it.
struct AskedServer {
    /// Nil when the gateway could not tell, or told a name that none can have.
    let key: ServerKey?
    /// As the browser asked for it.
    let path: String
    /// Where the hub opens the server and then the same path of it.
    let openURL: String
    /// JupyterHub's rule: other methods than GET, `Accept: application/json`, or `/api/` in the path.
    let wantsJSON: Bool
    /// A browser on its way to a page.
    let isNavigation: Bool

    init(_ request: Request, origins: Origins) {
        let key = request.headers[.berthServer].flatMap(Self.parse)
        self.key = key
        path = origins.path(request.uri.path)
        let accept = request.headers[.accept] ?? ""
        let isGet = request.method == .get || request.method == .head
        wantsJSON = !isGet || accept.contains("application/json") || request.uri.path.contains("/api/")
        isNavigation = isGet && accept.contains("text/html")
        let rest = key.flatMap { Self.rest(of: request, below: $0) }
        openURL = origins.url(key.map { HubPaths.open($0.owner.value, $0.name.value, path: rest) } ?? "/hub/")
    }

    var name: String { key?.inWords.capitalisedFirst ?? "The server" }

    private static func parse(_ text: String) -> ServerKey? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let owner = try? UserName(parts[0]) else { return nil }
        guard parts.count == 2, !parts[1].isEmpty else { return ServerKey(owner: owner) }
        return (try? ServerName(parts[1])).map { ServerKey(owner: owner, name: $0) }
    }

    /// Path and query below the server's own path, as they were sent; nil when there are none.
    private static func rest(of request: Request, below key: ServerKey) -> String? {
        let segments = request.uri.path.split(separator: "/", omittingEmptySubsequences: false)
        let own = key.name.isDefault ? 3 : 4
        guard segments.count > own, segments[1] == "user" else { return nil }
        let path = segments.dropFirst(own).joined(separator: "/")
        guard let query = request.uri.query, !query.isEmpty else { return path.isEmpty ? nil : path }
        return "\(path)?\(query)"
    }
}
