package import Accounts
package import Servers

/// Tells everybody something: in JupyterLab where a server runs, and on the hub's pages.
package struct ManageBroadcast: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// What everybody is told now; for whoever is logged in.
    package func current() async throws -> Broadcast? {
        try await control.operating.broadcast(at: control.time.now())
    }

    /// What telling something would do at this moment.
    package struct Preview: Sendable {
        package let broadcast: Broadcast
        /// How many servers run that it is shown in at once.
        package let reach: Int
    }

    /// What `tell` would do now. Changes nothing; throws as it does.
    package func preview(
        _ message: OperatorText, level: Notice.Level, until: DueTime?, filter: String, by principal: Principal
    ) async throws -> Preview {
        let broadcast = try made(message, level, until, filter, by: principal)
        let found = try await ListFleet(control)(FleetFilter(filter), knowing: [.phase], by: principal)
        return Preview(broadcast: broadcast, reach: found.count { $0.phase == .started })
    }

    /// Tells `message` in place of what was told before: to servers that run and fit `filter`, to those that start while it
    /// stands, and on the pages of whom they belong to.
    /// Throws `Refusal` 403 without `admin:servers`, `InvalidValue` for an end that is over or too far away and for
    /// a filter by what changes while a server runs.
    package func tell(
        _ message: OperatorText, level: Notice.Level = .info, until: DueTime?, filter: String = "",
        by principal: Principal
    ) async throws -> Broadcast {
        let broadcast = try made(message, level, until, filter, by: principal)
        let audit = control.audit(
            principal, "broadcast.tell", target: "hub",
            parameters: [
                "message": message.value, "level": level.rawValue, "until": broadcast.until.map { "\($0)" },
                "filter": filter.isEmpty ? nil : filter,
            ])
        try await control.operating.setBroadcast(broadcast, audit: audit)
        control.feed.publish(.resync)
        return broadcast
    }

    private func made(
        _ message: OperatorText, _ level: Notice.Level, _ until: DueTime?, _ filter: String, by principal: Principal
    ) throws -> Broadcast {
        try principal.require(.adminServers)
        let now = control.time.now()
        let until = try until?.time(from: now, field: "until")
        try Self.check(filter)
        return Broadcast(
            id: "\(now.microseconds)", message: message, level: level, at: now, until: until, filter: filter,
            by: principal.auditName)
    }

    /// Takes it back. Throws `Refusal`: 403 without `admin:servers`, 404 where nothing is told.
    package func withdraw(by principal: Principal) async throws {
        try principal.require(.adminServers)
        guard try await current() != nil else {
            throw Refusal(.notFound, code: "nothing_told", "Nothing is told to everybody now")
        }
        let audit = control.audit(principal, "broadcast.withdraw", target: "hub")
        try await control.operating.setBroadcast(nil, audit: audit)
        control.feed.publish(.resync)
    }

    private static func check(_ text: String) throws {
        let filter = try FleetFilter(text)
        guard filter.keys.isSubset(of: Self.keys) else {
            let names = Self.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw InvalidValue(
                field: "filter", value: text, expected: "only what stays as it is while a server runs: \(names)")
        }
    }

    private static let keys: Set<FleetKey> = [.owner, .group, .name, .server, .profile, .image, .node]
}
