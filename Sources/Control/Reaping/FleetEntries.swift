import Servers

/// Started servers as a filter looks at them, with what that asks for.
struct FleetEntries: Sendable {
    /// By user; empty where no group is asked for.
    private let groups: [UserName: [String]]
    private let usage: UsageBoard.Snapshot
    private let activity: ActivityBoard.Snapshot

    /// Throws what the store throws.
    init(for filter: FleetFilter, _ control: ControlContext) async throws {
        groups = filter.keys.contains(.group) ? try await control.groupsByMember() : [:]
        usage = control.usage.all
        activity = control.activity.all
    }

    /// A started server at `now`.
    func entry(of tracked: TrackedServer, at now: Timestamp) -> FleetEntry {
        var entry = FleetEntry(tracked)
        entry.groups = groups[tracked.server.key.owner] ?? []
        entry.usage = usage.usage(of: entry)
        entry.lastActivity = activity.lastActivity(of: entry, at: now)
        return entry
    }
}
