package import Servers

/// What a principal may do: a set of scopes, expanded once. Default deny.
package struct Permissions: Hashable, Sendable, Codable {
    package let scopes: Set<Scope>

    package init(_ scopes: Set<Scope>) { self.scopes = scopes }

    /// Everything that a user may do by themselves, and with it an admin's power over all.
    package init(of user: User) {
        let own: [Scope.Name] = [.self, .accessServers, .servers, .readUsers, .tokens]
        var scopes = Set(own.map { Scope($0, .user(user.name)) })
        if user.isAdmin { scopes.formUnion(Scope.Name.allCases.filter { $0 != .self }.map { Scope($0) }) }
        self.scopes = scopes
    }

    /// Whether `name` is held for all.
    package func allows(_ name: Scope.Name) -> Bool { scopes.contains(Scope(name)) }

    /// Whether `name` is held at all, whatever its filter.
    package func holds(_ name: Scope.Name) -> Bool { scopes.contains { $0.name == name } }

    package func allows(_ name: Scope.Name, user: UserName) -> Bool {
        allows(name) || scopes.contains(Scope(name, .user(user)))
    }

    package func allows(_ name: Scope.Name, server: ServerKey) -> Bool {
        allows(name, user: server.owner) || scopes.contains(Scope(name, .server(server)))
    }

    /// `scopes`, and for each that is limited to a group the same for each member that the group has now.
    package static func expanded(_ scopes: Set<Scope>, _ groups: [Group]) -> Set<Scope> {
        let members = Dictionary(groups.map { ($0.name, $0.members) }) { first, _ in first }
        return scopes.reduce(into: scopes) { all, scope in
            guard case .group(let group) = scope.filter else { return }
            all.formUnion((members[group] ?? []).map { Scope(scope.name, .user($0)) })
        }
    }

    /// The part of `wanted` that is held here: a token never has more than its owner. `self` is all that is one's own.
    package func limited(to wanted: Set<Scope>) -> Permissions {
        let held = wanted.filter { covers($0) }
        guard held.contains(where: { $0.name == .self }) else { return Permissions(held) }
        let own = scopes.filter { $0.name == .self }.map(\.filter)
        let expanded = scopes.filter { own.contains($0.filter) }
        return Permissions(held.subtracting([Scope(.self)]).union(expanded))
    }

    /// The part that lets servers be used; only those of `user` unless `othersToo`.
    package func forServers(of user: UserName, othersToo: Bool) -> Permissions {
        let using = scopes.filter { $0.name == .accessServers }
        guard !othersToo else { return Permissions(using) }
        let own = using.compactMap { scope -> Scope? in
            switch scope.filter {
            case .all: Scope(.accessServers, .user(user))
            case .user(let name): name == user ? scope : nil
            case .server(let key): key.owner == user ? scope : nil
            case .group: nil
            }
        }
        return Permissions(Set(own))
    }

    /// Whether everything that `scope` allows is allowed here.
    package func covers(_ scope: Scope) -> Bool {
        switch scope.filter {
        case .all: scope.name == .self ? holds(.self) : allows(scope.name)
        case .user(let user): allows(scope.name, user: user)
        case .server(let key): allows(scope.name, server: key)
        case .group: allows(scope.name) || scopes.contains(scope)
        }
    }
}
