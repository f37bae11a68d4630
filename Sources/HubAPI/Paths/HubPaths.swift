import Foundation

/// The paths of the API and of the pages below the base path, with names percent-encoded as JupyterHub does (`@` and `~`
/// stay).
package enum HubPaths {
    package static let api = "/hub/api"
    package static let home = "/hub/home"
    package static let login = "/hub/login"
    package static let logout = "/hub/logout"
    package static let account = "/hub/account"
    package static let requestsPage = "/hub/requests"
    package static let adminPage = "/hub/admin"
    package static let health = "/hub/health"
    package static let metrics = "/hub/metrics"
    package static let info = api + "/info"
    package static let whoAmI = api + "/user"
    package static let users = api + "/users"
    package static let profiles = api + "/profiles"
    package static let profileProblems = profiles + "/problems"
    package static let servers = api + "/servers"
    package static let stopServers = servers + "/stop"
    package static let images = api + "/images"
    package static let imagePrune = images + "/prune"
    package static let capacity = api + "/capacity"
    package static let reap = api + "/reap"
    package static let audit = api + "/audit"
    package static let drain = api + "/drain"
    package static let broadcast = api + "/broadcast"
    package static let usage = api + "/usage"
    package static let idleUsage = usage + "/idle"
    package static let defaultsUsage = usage + "/defaults"
    package static let proxy = api + "/proxy"

    /// The stream of what changes of `owner`'s servers and requests; nil for whether anything of all servers does.
    package static func news(of owner: String?) -> String {
        api + "/events?" + (owner.map { "owner=\(queryValue($0))" } ?? "all=1")
    }

    package static let requests = api + "/requests"
    package static func request(_ id: String) -> String { "\(requests)/\(segment(id))" }
    package static let groups = api + "/groups"
    package static func group(_ name: String) -> String { "\(groups)/\(segment(name))" }
    package static func user(_ name: String) -> String { "\(users)/\(segment(name))" }
    package static func tokens(of user: String) -> String { self.user(user) + "/tokens" }
    package static func token(_ id: String, of user: String) -> String { "\(tokens(of: user))/\(segment(id))" }
    package static func sessions(of user: String) -> String { self.user(user) + "/sessions" }
    package static func session(_ id: String, of user: String) -> String { "\(sessions(of: user))/\(segment(id))" }
    package static func password(of user: String) -> String { self.user(user) + "/password" }
    package static func activity(of user: String) -> String { self.user(user) + "/activity" }
    package static func quota(of user: String) -> String { self.user(user) + "/quota" }
    package static func loginLink(of user: String) -> String { self.user(user) + "/login-link" }

    /// A server of `user`; the default one's name is empty.
    package static func server(_ user: String, _ name: String = "") -> String {
        self.user(user) + (name.isEmpty ? "/server" : "/servers/\(segment(name))")
    }

    package static func restart(_ user: String, _ name: String = "") -> String { server(user, name) + "/restart" }
    package static func resources(_ user: String, _ name: String = "") -> String { server(user, name) + "/resources" }
    package static func keep(_ user: String, _ name: String = "") -> String { server(user, name) + "/keep" }
    package static func progress(_ user: String, _ name: String = "") -> String { server(user, name) + "/progress" }
    package static func events(_ user: String, _ name: String = "") -> String { server(user, name) + "/events" }
    package static func kernels(_ user: String, _ name: String = "") -> String { server(user, name) + "/kernels" }
    package static func logs(_ user: String, _ name: String = "") -> String { server(user, name) + "/logs" }

    /// The page that opens a server, launching it first if it must be, then `path` below the server's own.
    package static func open(_ user: String, _ name: String = "", path: String? = nil) -> String {
        page("open", user, name) + (path.map { "?path=\(queryValue($0))" } ?? "")
    }

    /// The page of a server.
    package static func serverPage(_ user: String, _ name: String = "") -> String { page("servers", user, name) }

    /// The page that follows a launch.
    package static func pending(_ user: String, _ name: String = "") -> String { page("spawn-pending", user, name) }

    /// The form's target that launches a server.
    package static func spawn(_ user: String, _ name: String = "") -> String { page("spawn", user, name) }

    /// The target of a form that does something to a server: `stop`, `restart`, `remove`, `keep`, `resize`.
    package static func form(_ verb: String, _ user: String, _ name: String = "") -> String { page(verb, user, name) }

    private static func page(_ verb: String, _ user: String, _ name: String) -> String {
        "/hub/\(verb)/\(segment(user))" + (name.isEmpty ? "" : "/\(segment(name))")
    }

    /// `text` as one segment of a path.
    package static func segment(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// `text` as a value in a query.
    package static func queryValue(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved.union(CharacterSet(charactersIn: "/"))) ?? ""
    }

    /// `path` with values in its query, by name.
    package static func query(_ path: String, _ values: [(name: String, value: String)]) -> String {
        let pairs = values.map { "\($0.name)=\(queryValue($0.value))" }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    private static let unreserved = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@")
}
