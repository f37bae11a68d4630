package import Accounts
package import Servers

/// Tells which servers there are: those that are asked for, in the order that is asked for, and the whole of a part of them.
///
/// Of all servers only that is looked up which filter and order look at. It reads the store as the last write left it, and
/// waits for no write and for no engine.
package struct ListFleet: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// The servers of `owner`, or of everyone when nil, that the principal may see and that fit.
    package func callAsFunction(
        _ filter: FleetFilter = FleetFilter(), sort: FleetSort = FleetSort(), of owner: UserName? = nil,
        by principal: Principal
    ) async throws -> [FleetEntry] {
        let now = control.time.now()
        let parts = FleetPart.needed(for: filter.keys.union(sort.keys))
        let visible = try await control.servers.fleet(of: owner, with: parts).filter { principal.sees($0.key) }
        let known = try await filled(visible, parts, at: now)
        return sort.sorted(known.filter { filter.fits($0, now: now) }, now: now)
    }

    /// All of these servers, which the principal may see; those that are gone since are passed over.
    package func whole(_ entries: some Sequence<FleetEntry>) async throws -> [TrackedServer] {
        try await control.servers.servers(entries.map(\.id)).map(control.withActivity)
    }

    /// Which groups everyone is in, by name.
    package func groups() async throws -> [UserName: [String]] { try await control.groupsByMember() }

    /// Judges servers, all at this moment and by the terms that hold now; nil for those that are not started.
    package func judge() async throws -> @Sendable (TrackedServer) -> ServerVerdict? {
        let (control, terms, now) = (control, try await control.idleTerms(), control.time.now())
        return { control.verdict(on: $0, by: terms, at: now) }
    }

    /// The same with what is not stored of them.
    private func filled(
        _ entries: [FleetEntry], _ parts: Set<FleetPart>, at now: Timestamp
    ) async throws -> [FleetEntry] {
        var entries = entries
        if parts.contains(.groups) {
            let groups = try await control.groupsByMember()
            for index in entries.indices { entries[index].groups = groups[entries[index].key.owner] ?? [] }
        }
        if parts.contains(.usage) {
            let usage = control.usage.all
            for index in entries.indices { entries[index].usage = usage.usage(of: entries[index]) }
        }
        if parts.contains(.activity) {
            let activity = control.activity.all
            for index in entries.indices {
                entries[index].lastActivity = activity.lastActivity(of: entries[index], at: now)
            }
        }
        if parts.contains(.verdict) {
            let (activity, terms) = (control.activity.all, try await control.idleTerms())
            for index in entries.indices {
                entries[index].verdict = activity.verdict(on: entries[index], by: terms, at: now)?.action
            }
        }
        return entries
    }
}

extension ControlContext {
    /// Which groups everyone is in, by name.
    func groupsByMember() async throws -> [UserName: [String]] {
        try await accounts.groups().reduce(into: [:]) { all, group in
            for member in group.members { all[member, default: []].append(group.name.value) }
        }
    }
}
