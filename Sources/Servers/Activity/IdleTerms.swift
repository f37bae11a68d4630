/// What holds for idle servers at one moment, as settings, profiles and groups say: made once for all servers of a list.
package struct IdleTerms: Hashable, Sendable {
    private let settings: IdleSettings
    private let profiles: [ProfileID: IdleRules]
    private let groups: [UserName: [GroupRules]]
    /// What an admin asks for in place of the policies' own.
    private var asked: Asked?

    /// What a group says for its members.
    package struct GroupRules: Hashable, Sendable {
        package let group: String
        package let members: [UserName]
        package let rules: IdleRules

        package init(group: String, members: [UserName], rules: IdleRules) {
            self.group = group
            self.members = members
            self.rules = rules
        }
    }

    private struct Asked: Hashable {
        let timeout: Limit?
    }

    package init(settings: IdleSettings, profiles: ProfileSet, groups: [GroupRules] = []) {
        self.settings = settings
        self.profiles = Dictionary(profiles.profiles.map { ($0.id, $0.idle) }) { first, _ in first }
        self.groups = groups.reduce(into: [:]) { all, rules in
            for member in rules.members { all[member, default: []].append(rules) }
        }
    }

    /// The same for what an admin asks for by hand: with `timeout` in place of the policies' own, whether anything is
    /// stopped by policy or not, and without waiting for a notice. All else holds as ever: nothing busy, exempt or asked
    /// to be kept is stopped by it.
    package func askedFor(timeout: Limit?) -> IdleTerms {
        var terms = self
        terms.asked = Asked(timeout: timeout)
        return terms
    }

    /// What holds for `server`: by its profile as loaded now, which says nothing once it is gone, and by the groups that its
    /// owner is in now.
    package func policy(of server: Server) -> IdlePolicy {
        policy(of: server.key.owner, profile: server.spec?.profile)
    }

    /// The same of a server of `owner`'s, launched by `profile`.
    package func policy(of owner: UserName, profile: ProfileID?) -> IdlePolicy {
        var policy = IdlePolicy(
            for: settings.policy, profile: profile.flatMap { profiles[$0] } ?? IdleRules(),
            groups: (groups[owner] ?? []).map(\.rules))
        if !settings.isOn { (policy.timeout, policy.maximumAge) = (.never, .never) }
        if let asked {
            policy.timeout = asked.timeout ?? policy.timeout
            policy.notice = .zero
        }
        return policy
    }

    /// Where a server's timeout or maximum age comes from, for people.
    package func source(of limit: KeyPath<IdleRules, Limit?>, for owner: UserName, profile: ProfileID?) -> String {
        if limit == \.timeout, asked?.timeout != nil { return "this request" }
        let own = (groups[owner] ?? []).filter { $0.rules[keyPath: limit] != nil }
        if let longest = own.max(by: { ($0.rules[keyPath: limit] ?? .never) < ($1.rules[keyPath: limit] ?? .never) }) {
            return "group \(longest.group)"
        }
        if let profile, profiles[profile]?[keyPath: limit] != nil {
            return "profile \(profile)"
        }
        return "the hub's configuration"
    }
}
