package import Accounts
package import Servers

/// Tells somebody what admins say to all. Two rows of the store are read for it, and somebody's servers only while a broadcast
/// is told that is not for everybody.
package struct ReadAnnouncements: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// The moment that its times are held against.
    package var now: Timestamp { control.time.now() }

    /// The drain that is on, and the broadcast where it is for the principal; for whoever is logged in.
    package func callAsFunction(by principal: Principal) async throws -> Announcements {
        let broadcast = try await control.operating.broadcast(at: control.time.now())
        let isConcerned = if let broadcast { try await concerns(principal.user.name, broadcast) } else { false }
        return Announcements(drain: try await drain(), broadcast: isConcerned ? broadcast : nil)
    }

    /// The drain alone, for whoever is logged in: one row of the store is read.
    package func drain() async throws -> Drain? { try await control.operating.drain() }

    /// Whether one of their servers fits. The default one counts also where it was never launched, so that what is told to a
    /// person or a group is told to all of it.
    private func concerns(_ user: UserName, _ broadcast: Broadcast) async throws -> Bool {
        let (filter, now) = (try FleetFilter(broadcast.filter), control.time.now())
        guard !filter.isEmpty else { return true }
        var entries = try await control.servers.fleet(of: user, with: FleetPart.needed(for: filter.keys))
        let usual = ServerKey(owner: user)
        if !entries.contains(where: { $0.key == usual }) {
            entries.append(FleetEntry(id: .random(length: 12), key: usual))
        }
        let facts = try await FleetFacts(for: filter.keys, control, at: now)
        return entries.contains { entry in
            var entry = entry
            facts.fill(&entry)
            return filter.fits(entry, now: now)
        }
    }
}
