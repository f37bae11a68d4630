import Servers

/// The step from the queue to a launch.
extension StepRunner {
    /// Asks the store to admit a launch; while there is no room it rests, until the queue comes to it or it has waited too
    /// long.
    func admit(_ server: Server, _ status: ServerStatus) async throws -> Next {
        let deadline = control.limits.queue.map { status.since + $0 }
        guard status.failures > 0 || control.admission.mayTry(server.id) else { return .rest(until: deadline) }
        try await control.isolate()
        if control.engine.host == nil { control.engine.answered(try await control.runtime.host()) }
        let (terms, now) = (try await control.admissionTerms(), now)
        let answer = try await control.servers.record(server.id, at: now) { tracked, unfinished in
            terms.admission(of: tracked, beside: unfinished, at: now)
        }
        switch answer {
        case .admitted(let plan):
            if let plan { spread(plan) }
            control.admission.leave(server.id)
            return .again
        case .waits(let plan):
            spread(plan)
            return .rest(until: deadline)
        case .neverFits(let reason):
            return try await end(server, status, .neverFits, message: "\(reason)")
        case .overtaken, nil: return .again
        }
    }

    /// Has everybody know what a plan says. Whoever it admits, and who rests, is called; the others are on their way.
    private func spread(_ plan: AdmissionPlan) {
        let resting = control.admission.queued(among: plan.admitted)
        control.admission.take(plan, at: now)
        control.admission.invite(resting)
        for server in resting { control.wake(server) }
    }

    /// A generation has ended: what it held is free.
    func giveBack(_ status: ServerStatus) {
        control.admission.leave(status.server)
        if let reservation = status.reservation { control.admission.ended(at: now, hadGPUs: !reservation.gpus.isEmpty) }
        control.admission.roomChanged()
    }
}
