package import Accounts
package import Servers

/// Begins and ends a drain: no launches before maintenance, and a deadline for what runs.
package struct ManageDrain: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// The drain that is on; for whoever is logged in.
    package func current() async throws -> Drain? { try await control.operating.drain() }

    /// What beginning a drain would do at this moment.
    package struct Preview: Sendable {
        package let drain: Drain
        /// How many servers are running or on their way there: they are stopped at the deadline, where there is one.
        package let up: Int
    }

    /// What `begin` would do now. Changes nothing; throws as it does.
    package func preview(
        _ message: OperatorText, deadline: DueTime?, by principal: Principal
    ) async throws -> Preview {
        let drain = try await made(message, deadline, by: principal)
        return Preview(drain: drain, up: try await ListFleet(control)(.stoppable, by: principal).count)
    }

    /// Begins a drain, or gives the one that is on other words and another deadline. Throws `Refusal` 403 without
    /// `admin:servers`, `InvalidValue` for a deadline that is over or too far away.
    package func begin(
        _ message: OperatorText = Drain.usual, deadline: DueTime?, by principal: Principal
    ) async throws -> Drain {
        let drain = try await made(message, deadline, by: principal)
        let audit = control.audit(
            principal, "drain.begin", target: "hub",
            parameters: ["message": message.value, "deadline": drain.deadline.map { "\($0)" }])
        try await control.operating.setDrain(drain, audit: audit)
        control.admission.roomChanged()
        control.feed.publish(.resync)
        return drain
    }

    private func made(
        _ message: OperatorText, _ deadline: DueTime?, by principal: Principal
    ) async throws -> Drain {
        try principal.require(.adminServers)
        let now = control.time.now()
        let deadline = try deadline?.time(from: now, field: "deadline")
        let since = try await control.operating.drain()?.since ?? now
        return Drain(message: message, deadline: deadline, since: since, by: principal.auditName)
    }

    /// Ends the drain: launches are taken again, and the queue goes on. Throws `Refusal`: 403 without `admin:servers`, 404
    /// where none is on.
    package func end(by principal: Principal) async throws {
        try principal.require(.adminServers)
        guard try await control.operating.drain() != nil else {
            throw Refusal(.notFound, code: "not_draining", "Launches are taken: there is no drain to end")
        }
        try await control.operating.setDrain(nil, audit: control.audit(principal, "drain.end", target: "hub"))
        control.admission.roomChanged()
        control.feed.publish(.resync)
    }
}

extension Refusal {
    /// No launch while the hub is drained.
    init(_ drain: Drain, at now: Timestamp) {
        self.init(
            .unavailable, code: "draining",
            "No server is started now: \(drain.message). What runs goes on"
                + (drain.deadline.map { " until \($0)" } ?? "") + "; try again when the maintenance is over",
            retryAfter: drain.retryAfter(at: now))
    }
}

extension Drain {
    /// Nobody says when maintenance ends: a minute, and not before the deadline.
    fileprivate func retryAfter(at now: Timestamp) -> Duration {
        max(deadline.map { $0 - now } ?? .zero, .seconds(60))
    }
}
