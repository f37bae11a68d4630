import Accounts
package import Servers

extension ControlContext {
    /// What launches are admitted by at present. Throws `Refusal` 503 when the engine has never answered, and what the
    /// store throws.
    package func admissionTerms() async throws -> AdmissionTerms {
        guard let host = engine.host else { throw Refusal.engineAway(engine.problem) }
        let kept = try await accounts.groups().compactMap { group in
            group.policy.guarantee.map { (group.name.value, $0) }
        }
        return AdmissionTerms(
            nodes: [NodeCapacity(node: host.node, host: host.capacity, policy: admissionPolicy)],
            guarantees: Dictionary(kept) { first, _ in first }, policy: admissionPolicy,
            drain: try await operating.drain())
    }
}

extension AdmissionTerms {
    /// What became of a launch that asked for its admission.
    enum Answer: Sendable {
        case admitted(AdmissionPlan?)
        case waits(AdmissionPlan)
        case neverFits(NeverFits)
        /// It is not wanted any more, or was admitted before.
        case overtaken
    }

    /// Admits one launch if the queue has come to it. To be decided in the transaction that sees all unfinished servers: what
    /// is reserved is what their statuses tell, so whoever is admitted next counts this one.
    func admission(
        of tracked: TrackedServer, beside unfinished: [TrackedServer], at now: Timestamp
    ) -> StatusChange<Answer> {
        guard tracked.server.desired == .running, var next = tracked.current, next.phase == .accepted,
            let spec = tracked.server.spec
        else { return StatusChange(outcome: .overtaken) }
        func granted(_ gpus: [String], _ plan: AdmissionPlan?) -> StatusChange<Answer> {
            next.reservation = Reservation(resources: spec.resources, gpus: gpus)
            next.retryAt = nil
            return StatusChange(
                next.advanced(to: .launched, at: now), events: [NewEvent(.admitted, "Admitted")],
                outcome: .admitted(plan))
        }
        if let kept = tracked.keptReservation { return granted(kept.gpus, nil) }
        let plan = plan(for: unfinished, at: now)
        switch plan.verdicts[tracked.server.id] {
        case nil: return StatusChange(outcome: .overtaken)
        case .waits: return StatusChange(outcome: .waits(plan))
        case .neverFits(let reason): return StatusChange(outcome: .neverFits(reason))
        case .admitted(let node, let gpus):
            next.node = node
            return granted(gpus, plan)
        }
    }

    /// Asks for `target` at once, instead of what `existing` holds or for a server of its own: within the transaction that
    /// writes it, for what takes room of a server that runs.
    ///
    /// Throws `Refusal`: 400 `never_fits` naming what would, 409 `no_room` with figures.
    package func requireRoom(
        for target: Resources, of existing: TrackedServer?, beside unfinished: [TrackedServer], at now: Timestamp
    ) throws {
        let groups = existing?.server.spec?.identity.groups ?? []
        if let reason = neverFits(Room(target), groups: groups) { throw Refusal(reason) }
        guard let lack = shortage(for: Room(target), of: existing, beside: unfinished, at: now) else { return }
        throw Refusal(
            .conflict, code: "no_room",
            "There is no room for that now; \(lack). Ask for less, or again when another server has stopped")
    }
}

extension Refusal {
    /// What was asked for is more than there will ever be.
    init(_ never: NeverFits) {
        self.init(
            InvalidValue(
                field: never.field, value: never.value,
                expected: "at most \(never.largest): more will never fit on any node here"), code: "never_fits")
    }

    static func engineAway(_ problem: String?) -> Refusal {
        Refusal(
            .unavailable, code: "engine_away",
            "The container engine has not answered yet\(problem.map { ": \($0)" } ?? ""). Try again in a moment.")
    }
}
