import Accounts
package import Servers

extension ControlContext {
    /// What holds for idle servers at present: made once for all servers of a list. Throws what the store throws.
    package func idleTerms() async throws -> IdleTerms {
        let groups = try await accounts.groups().compactMap { group in
            group.policy.idle.map { IdleTerms.GroupRules(group: group.name.value, members: group.members, rules: $0) }
        }
        return IdleTerms(settings: idle, profiles: profiles(), groups: groups)
    }

    /// The same for the servers of those whose groups say `policies`.
    func idleTerms(by policies: [UserName: [NamedPolicy]]) -> IdleTerms {
        let groups = policies.flatMap { owner, groups in
            groups.compactMap { group in
                group.policy.idle.map { IdleTerms.GroupRules(group: group.name, members: [owner], rules: $0) }
            }
        }
        return IdleTerms(settings: idle, profiles: profiles(), groups: groups)
    }

    /// What is to be done with a server at `now`, by what was seen of it; nil for one that is not started.
    package func verdict(on tracked: TrackedServer, by terms: IdleTerms, at now: Timestamp) -> ServerVerdict? {
        activity.record(of: tracked).map {
            ServerVerdict(on: tracked.server, $0.byClock(at: now), by: terms, at: now)
        }
    }
}
