import Accounts
import Control
import HubAPI
import Servers

/// The admin's pages, as their own navigation has them.
enum AdminSection: String, CaseIterable {
    case fleet, capacity, usage, people, profiles, audit, maintenance, health

    var path: String { self == .fleet ? HubPaths.adminPage : "\(HubPaths.adminPage)/\(rawValue)" }

    var label: String {
        switch self {
        case .fleet: "Fleet"
        case .capacity: "Capacity"
        case .usage: "Usage"
        case .people: "People"
        case .profiles: "Profiles"
        case .audit: "Audit"
        case .maintenance: "Maintenance"
        case .health: "Health"
        }
    }
}

extension WebContext {
    /// The browser's user, who must be allowed all servers; throws `LoginNeeded` without a session, `Refusal` 403 else.
    func requireAdmin() throws -> Principal {
        let (principal, _) = try requireSession()
        guard principal.permissions.allows(.adminServers) else {
            throw Refusal(.forbidden, code: "missing_scope", "This page is for admins")
        }
        return principal
    }
}
