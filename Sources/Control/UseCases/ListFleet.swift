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
    ///
    /// - Parameter keys: what else is to be known of each.
    package func callAsFunction(
        _ filter: FleetFilter = FleetFilter(), sort: FleetSort = FleetSort(), of owner: UserName? = nil,
        knowing keys: Set<FleetKey> = [], by principal: Principal
    ) async throws -> [FleetEntry] {
        let now = control.time.now()
        let keys = keys.union(filter.keys).union(sort.keys)
        var entries = try await control.servers.fleet(of: owner, with: FleetPart.needed(for: keys))
            .filter { principal.sees($0.key) }
        let facts = try await FleetFacts(for: keys, control, at: now)
        for index in entries.indices { facts.fill(&entries[index]) }
        return sort.sorted(entries.filter { filter.fits($0, now: now) }, now: now)
    }

    /// How many of these, of which `phase` is known, a stop would change.
    package func stoppable(_ entries: [FleetEntry]) -> Int {
        let now = control.time.now()
        return entries.count { FleetFilter.stoppable.fits($0, now: now) }
    }

    /// All of these servers, which the principal may see; those that are gone since are passed over.
    package func whole(_ entries: some Sequence<FleetEntry>) async throws -> [TrackedServer] {
        try await control.servers.servers(entries.map(\.id)).map(control.withActivity)
    }

    /// What holds for the servers of `owners` at this moment. No more is read than their groups, however many others there
    /// are.
    package func terms(of owners: some Sequence<UserName>) async throws -> FleetTerms {
        FleetTerms(try await control.accounts.policies(of: Array(Set(owners))), control)
    }
}
