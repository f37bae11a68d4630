package import Accounts
package import Servers

/// Gives a server other resources while it runs: the intent is stored, and the reconciler applies or refuses it. What only
/// a start can change is stored for the next one. Never waits on the engine.
package struct ResizeServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    package enum Outcome: Hashable, Sendable {
        /// Stored, to be applied or refused under this revision.
        case pending(TrackedServer, revision: Int)
        /// It has what was asked for, or its container will have it from its start.
        case applied(TrackedServer)
        /// Nothing of it can change now: the next start gets it.
        case onNextStart(TrackedServer)
    }

    /// What the change does not name stays as it is; asking for what is on its way already is the same resize.
    ///
    /// Throws `Refusal`: 403/404 without the scope `servers`, 404 when there is no such server, 400 when nothing is asked for,
    /// for a ceiling, what never fits or an unknown profile; 409 for one that is being removed or where there is no room now,
    /// 429 above a quota, 503 while the engine has never been reached.
    package func callAsFunction(
        _ key: ServerKey, _ edit: LaunchOptionsEdit, by principal: Principal
    ) async throws -> Outcome {
        try principal.require(.servers, on: key)
        guard !edit.isEmpty else {
            throw Refusal(
                .badRequest, code: "nothing_asked",
                "Say what is to change: cpu, cpu_reserve or memory; profile or shared_memory for the next start")
        }
        let terms = try await LaunchTerms(of: key, control, starts: false)
        let audit = control.audit(
            principal, "server.resize", target: key.description, parameters: AuditParameters(edit))
        let outcome = try await control.servers.change(key) { existing, unfinished in
            guard let existing else { throw Refusal.notVisible }
            return try Change(existing: existing, edit: edit, terms: terms, audit: audit).made(beside: unfinished)
        }
        if case .onNextStart = outcome { return outcome }
        control.wake(outcome.tracked.server.id)
        return outcome
    }
}

extension ResizeServer.Outcome {
    /// The server as it was written.
    package var tracked: TrackedServer {
        switch self {
        case .pending(let tracked, _), .applied(let tracked), .onNextStart(let tracked): tracked
        }
    }
}

/// One resize inside its transaction.
private struct Change {
    typealias Outcome = ResizeServer.Outcome

    let existing: TrackedServer
    let edit: LaunchOptionsEdit
    let terms: LaunchTerms
    let audit: AuditEntry

    func made(beside unfinished: [TrackedServer]) throws -> ServerChange<Outcome> {
        if case .removed = existing.server.desired {
            throw Refusal(.conflict, code: "removing", "\(existing.server.key) is being removed")
        }
        var tracked = existing
        var events: [NewEvent] = []
        let isUp = existing.activity == .starting || existing.activity == .ready
        // First, since what is kept for the next start must not undo what the resize keeps for it.
        if edit.isForNextStart || !isUp {
            tracked.server.options = try terms.nextOptions(edit, of: existing.server)
            let spec = try terms.spec(LaunchOptions(), after: tracked.server.options)
            events.append(NewEvent(.changed, "On next start, by \(audit.principal): \(spec.summary)"))
        }
        guard isUp, edit.isLive, let (target, size) = try terms.target(edit, of: existing.server) else {
            return written(tracked, events, .onNextStart(tracked))
        }
        try terms.requireRoom(for: target, of: existing, beside: unfinished, at: audit.at)
        return live(tracked, target, size, events)
    }

    private func live(
        _ tracked: TrackedServer, _ target: Resources, _ size: LaunchSize, _ events: [NewEvent]
    ) -> ServerChange<Outcome> {
        if let pending = tracked.server.pendingResize, pending.target == target {
            return written(tracked, events, .pending(tracked, revision: pending.revision))
        }
        var next = tracked
        next.server = tracked.server.resizing(to: target, asked: size, by: audit.principal, at: audit.at)
        let event = NewEvent(.resizeRequested, "Resize to \(target.summary) asked for by \(audit.principal)")
        guard let revision = next.server.resize?.revision else { return written(tracked, events, .applied(tracked)) }
        let isThere = tracked.server.pendingResize == nil && target == tracked.server.spec?.resources
        guard isThere || tracked.phase == .accepted else {
            return written(next, events + [event], .pending(next, revision: revision))
        }
        next.server = next.server.settled(revision, .applied(audit.at)) ?? next.server
        return written(next, isThere ? events : events + [event], .applied(next))
    }

    private func written(
        _ tracked: TrackedServer, _ events: [NewEvent], _ outcome: Outcome
    ) -> ServerChange<Outcome> {
        ServerChange(server: tracked.server, events: events, audit: audit, outcome: outcome)
    }
}
