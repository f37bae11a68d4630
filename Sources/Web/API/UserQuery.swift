import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Which users the query of `GET /users` asks for, and in which order.
struct UserQuery {
    let state: String?
    let nameFilter: String?
    let sort: String
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
        stoppedToo = request.flag("include_stopped_servers")
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
}

extension Timestamp {
    fileprivate static let never = Timestamp(microseconds: 0)
}
