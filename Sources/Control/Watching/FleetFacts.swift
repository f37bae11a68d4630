import Accounts
import Servers

/// What is known of all servers at one moment beside what is stored with each, as far as it is asked for: read once for a list.
struct FleetFacts: Sendable {
    private let parts: Set<FleetPart>
    private let now: Timestamp
    /// By user; empty where nobody asks.
    private let groups: [UserName: [String]]
    /// Nil where no verdict is asked for.
    private let terms: IdleTerms?
    private let usage: UsageBoard.Snapshot
    private let activity: ActivityBoard.Snapshot

    /// What `keys` look at. Throws what the store throws.
    init(for keys: Set<FleetKey>, _ control: ControlContext, at now: Timestamp) async throws {
        parts = FleetPart.needed(for: keys)
        self.now = now
        groups = parts.contains(.groups) ? try await control.groupsByMember() : [:]
        terms = parts.contains(.verdict) ? try await control.idleTerms() : nil
        usage = control.usage.all
        activity = control.activity.all
    }

    /// Adds it to a line that has what is stored.
    func fill(_ entry: inout FleetEntry) {
        if parts.contains(.groups) { entry.groups = groups[entry.key.owner] ?? [] }
        if parts.contains(.usage) { entry.usage = usage.usage(of: entry) }
        if parts.contains(.activity) { entry.lastActivity = activity.lastActivity(of: entry, at: now) }
        if let terms { entry.verdict = activity.verdict(on: entry, by: terms, at: now)?.action }
    }

    /// Whether a server fits what `filter` asks.
    func fit(_ tracked: TrackedServer, _ filter: FleetFilter) -> Bool {
        if filter.isEmpty { return true }
        var entry = FleetEntry(tracked)
        fill(&entry)
        return filter.fits(entry, now: now)
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
