import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// What the query of `GET /users` asks for.
struct UserQuery {
    /// JupyterHub's limits: 50 unless asked for, never more than 200.
    private static let usual = 50
    private static let most = 200

    let state: String?
    let nameFilter: String?
    let sort: String
    let offset: Int
    let limit: Int?
    let stoppedToo: Bool

    init(_ request: Request) throws {
        state = request.query("state")
        if let state, !["active", "ready", "inactive"].contains(state) {
            throw Refusal(
                .badRequest, code: "bad_value",
                "Unrecognized state filter: '\(state.prefix(100))'; possible: active, ready, inactive")
        }
        nameFilter = request.query("name_filter")
        sort = request.query("sort") ?? "id"
        guard ["id", "name", "last_activity"].contains(sort.hasPrefix("-") ? String(sort.dropFirst()) : sort) else {
            throw Refusal(
                .badRequest, code: "bad_value",
                "sort: '\(sort.prefix(100))' cannot be used; expected id, name or last_activity, with - for descending")
        }
        offset = try Self.number("offset", request, least: 0) ?? 0
        limit = try Self.number("limit", request, least: 1)
        stoppedToo = request.flag("include_stopped_servers")
    }

    private static func number(_ name: String, _ request: Request, least: Int) throws -> Int? {
        guard let text = request.query(name) else { return nil }
        guard let number = Int(text), number >= least else {
            throw Refusal(
                .badRequest, code: "bad_value",
                "\(name): '\(text.prefix(100))' cannot be used; expected a whole number of at least \(least)")
        }
        return number
    }

    /// The users asked for, in order. `id` is the order in which accounts were made.
    func select(_ users: [User], _ servers: [UserName: [TrackedServer]]) -> [User] {
        let chosen = users.filter { user in
            let activities = Set((servers[user.name] ?? []).map(\.activity))
            let isActive = !activities.isSubset(of: [.stopped])
            let isInState =
                switch state {
                case "active": isActive
                case "ready": activities.contains(.ready)
                case "inactive": !isActive
                default: true
                }
            return isInState && (nameFilter.map { $0.isEmpty || user.name.value.contains($0) } ?? true)
        }
        let sorted = chosen.sorted { left, right in
            switch sort.hasPrefix("-") ? String(sort.dropFirst()) : sort {
            case "name": left.name < right.name
            case "last_activity": (left.lastActivity ?? .never, left.name) < (right.lastActivity ?? .never, right.name)
            default: (left.createdAt, left.name) < (right.createdAt, right.name)
            }
        }
        return sort.hasPrefix("-") ? sorted.reversed() : sorted
    }

    /// A plain list, or JupyterHub's page of it where the client asks for that.
    func page(_ models: [UserModel], of request: Request, origins: Origins) throws -> Response {
        let paged = request.headers[.accept]?.contains("application/jupyterhub-pagination+json") == true
        let size = min(limit ?? (paged ? Self.usual : Self.most), Self.most)
        let items = Array(models.dropFirst(offset).prefix(size))
        guard paged else { return try .json(items) }
        let following = offset + items.count
        let next =
            following < models.count && !items.isEmpty
            ? PageModel<UserModel>.Next(
                offset: following, limit: size, url: origins.url("\(HubPaths.users)?\(query(request, following, size))")
            )
            : nil
        var response = try Response.json(
            PageModel(items: items, pagination: .init(offset: offset, limit: size, total: models.count, next: next)))
        response.headers[.contentType] = "application/jupyterhub-pagination+json"
        return response
    }

    /// The request's own query with another offset and limit.
    private func query(_ request: Request, _ offset: Int, _ limit: Int) -> String {
        let kept = (request.uri.query ?? "").split(separator: "&").filter {
            !$0.hasPrefix("offset=") && !$0.hasPrefix("limit=")
        }
        return (kept.map(String.init) + ["offset=\(offset)", "limit=\(limit)"]).joined(separator: "&")
    }
}

extension Timestamp {
    fileprivate static let never = Timestamp(microseconds: 0)
}
