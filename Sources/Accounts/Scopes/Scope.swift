package import Servers

/// One permission, in JupyterHub's names and filters: `servers`, `access:servers!user=ada`, `servers!server=ada/gpu`.
package struct Scope: Hashable, Sendable {
    package let name: Name
    package let filter: Filter

    /// The permissions there are: a subset of JupyterHub's.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        /// Everything about oneself.
        case `self` = "self"
        case accessServers = "access:servers"
        case servers
        case users
        case readUsers = "read:users"
        case groups
        case tokens
        case readHub = "read:hub"
        case proxy
        case readMetrics = "read:metrics"
        case adminServers = "admin:servers"
        case adminUsers = "admin:users"
    }

    /// What a scope is limited to.
    package enum Filter: Hashable, Sendable {
        case all
        case user(UserName)
        case server(ServerKey)
        /// The members of a group, whoever they are when it is used.
        case group(GroupName)
    }

    package init(_ name: Name, _ filter: Filter = .all) {
        self.name = name
        self.filter = filter
    }

    /// Reads `name`, `name!user=ada`, `name!server=ada/gpu` (`ada/` is the default server) or `name!group=physics`; throws `InvalidValue` for `scopes`.
    package init(_ text: String) throws(InvalidValue) {
        let wrong = InvalidValue(
            field: "scopes", value: text,
            expected:
                "one of \(Name.allCases.map(\.rawValue).joined(separator: ", ")), with !user=, !server= or !group= if need be"
        )
        let parts = text.split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = Name(rawValue: parts[0]) else { throw wrong }
        self.name = name
        guard parts.count == 2 else {
            filter = .all
            return
        }
        let pair = parts[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard pair.count == 2 else { throw wrong }
        switch pair[0] {
        case "user":
            filter = .user(try UserName(pair[1]))
        case "group":
            filter = .group(try GroupName(pair[1]))
        case "server":
            let key = pair[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard key.count == 2 else { throw wrong }
            filter = .server(
                ServerKey(owner: try UserName(key[0]), name: key[1].isEmpty ? .default : try ServerName(key[1])))
        default:
            throw wrong
        }
    }
}

extension Scope: CustomStringConvertible, Comparable, Codable {
    package var description: String {
        switch filter {
        case .all: name.rawValue
        case .user(let user): "\(name.rawValue)!user=\(user)"
        case .server(let key): "\(name.rawValue)!server=\(key)"
        case .group(let group): "\(name.rawValue)!group=\(group)"
        }
    }

    package static func < (left: Scope, right: Scope) -> Bool { left.description < right.description }

    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
