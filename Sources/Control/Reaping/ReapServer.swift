import Accounts
import Logging
import Servers

/// One server's step: looked at anew, judged anew, and carried out in one transaction that judges once more.
struct ReapServer: Sendable {
    let control: ControlContext
    let terms: IdleTerms
    let isByPolicy: Bool
    /// Who asks; nil: the policies.
    let principal: Principal?
    let logger: Logger

    /// Never more than the step that was listed, and nothing where the new look does not bear that out.
    func callAsFunction(_ candidate: ReapCandidate) async -> ReapOutcome {
        let entry = candidate.entry
        let spared = ReapOutcome(server: entry.key, verdict: nil, result: .spared)
        do {
            guard let tracked = try await control.servers.server(entry.id),
                tracked.server.generation == entry.status?.reached?.generation
            else { return spared }
            // One that could not be looked at has nothing noted of it but that.
            _ = await LookAtServer(control)(tracked, usage: .fresh)
            guard !Task.isCancelled else { return spared }
            return try await carryOut(candidate.step, on: tracked.server)
        } catch {
            logger.warning(
                "a server could not be reaped", metadata: ["server": "\(entry.id)", "error": "\(error)"])
            return ReapOutcome(server: entry.key, verdict: nil, result: .failed)
        }
    }

    private func carryOut(_ step: ReapStep, on server: Server) async throws -> ReapOutcome {
        // Before the record: who is told twice, because a crash came in between, is shown it once.
        if step == .warn { try await show(server.id) }
        let outcome = try await control.servers.change(server.key) { existing in change(step, of: server, existing) }
        switch outcome.result {
        case .stopped: control.wake(server.id)
        case .takenBack: await control.workspaces.stopTelling(.idle, in: server.id, logger: logger)
        // Not where somebody else has just told the same.
        case .spared where step == .warn && outcome.verdict?.action != .warn:
            await control.workspaces.stopTelling(.idle, in: server.id, logger: logger)
        case .warned, .spared, .failed: break
        }
        return outcome
    }

    // MARK: Within the transaction

    private func change(
        _ step: ReapStep, of server: Server, _ existing: TrackedServer?
    ) -> ServerChange<ReapOutcome> {
        let now = control.time.now()
        func spared(_ verdict: ServerVerdict?) -> ServerChange<ReapOutcome> {
            ServerChange(
                server: nil, outcome: ReapOutcome(server: server.key, verdict: verdict, result: .spared))
        }
        guard let existing, existing.server.id == server.id, existing.server.generation == server.generation,
            let verdict = control.verdict(on: existing, by: terms, at: now)
        else { return spared(nil) }
        guard verdict.step(after: existing.idle, isByPolicy: isByPolicy) == step else {
            return spared(verdict)
        }
        switch step {
        case .nothing: return spared(verdict)
        case .warn: return warned(existing, verdict)
        case .takeBack:
            var idle = existing.idle
            idle.warnedAt = nil
            return ServerChange(
                server: nil, idle: idle,
                outcome: ReapOutcome(server: server.key, verdict: verdict, result: .takenBack))
        case .stop: return stopped(existing, verdict)
        }
    }

    private func warned(_ existing: TrackedServer, _ verdict: ServerVerdict) -> ServerChange<ReapOutcome> {
        var idle = existing.idle
        idle.warnedAt = verdict.at
        let end = verdict.verdict.changesAt ?? verdict.at
        let event = NewEvent(
            .stopAnnounced,
            "To be stopped in \((end - verdict.at).roughly): \(verdict.sentences.joined(separator: "; "))")
        return ServerChange(
            server: nil, events: [event], idle: idle,
            outcome: ReapOutcome(server: existing.server.key, verdict: verdict, result: .warned))
    }

    private func stopped(_ existing: TrackedServer, _ verdict: ServerVerdict) -> ServerChange<ReapOutcome> {
        var next = existing.server
        next.desired = .stopped(verdict.finishReason)
        let audit = audit(verdict, of: existing.server.key)
        let asker = isByPolicy ? "the idle policy" : audit.principal
        let why = verdict.sentences.joined(separator: "; ")
        return ServerChange(
            server: next, events: [NewEvent(.stopRequested, "Stop asked for by \(asker): \(why)")], audit: audit,
            outcome: ReapOutcome(server: next.key, verdict: verdict, result: .stopped))
    }

    private func audit(_ verdict: ServerVerdict, of server: ServerKey) -> AuditEntry {
        let (action, result) = ("server.reap", "\(verdict.finishReason.code), by \(verdict.source)")
        if let principal { return control.audit(principal, action, target: server.description, result: result) }
        return AuditEntry(
            at: verdict.at, principal: "system", address: nil, action: action, target: server.description,
            result: result)
    }

    // MARK: Notices

    /// Tells the person who works in the server, if it is still to be told.
    private func show(_ server: ServerID) async throws {
        guard let tracked = try await control.servers.server(server),
            let verdict = control.verdict(on: tracked, by: terms, at: control.time.now()),
            verdict.step(after: tracked.idle, isByPolicy: isByPolicy) == .warn
        else { return }
        let length = verdict.policy.usualKeep
        let keep =
            verdict.verdict.rule == .age
            ? nil : (page: control.origins.page("keep", of: tracked.server.key), length: length)
        await control.workspaces.tell(Notice(verdict, of: tracked, keep: keep), in: server, logger: logger)
    }
}
