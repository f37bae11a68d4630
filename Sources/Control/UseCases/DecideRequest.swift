package import Accounts
package import Servers

/// Approves or denies a request, once. What is approved is the server's at once where it runs, else from its next launch on.
package struct DecideRequest: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// What is given; nil: what was asked for.
    package struct Terms: Hashable, Sendable {
        package var note: RequestText
        package var size: GrantSize
        package var duration: Duration?

        package init(note: RequestText = .none, size: GrantSize = GrantSize(), duration: Duration? = nil) {
            self.note = note
            self.size = size
            self.duration = duration
        }
    }

    /// Both throw `Refusal`: 403 without `admin:servers`, or for one's own by less than an unrestricted admin; 404 when there
    /// is none, 409 when it is decided already; and an approval 400 for what never fits or a bad duration, 503 while the
    /// engine has never been reached.
    package func approve(_ id: RequestID, _ terms: Terms, by principal: Principal) async throws -> ResourceRequest {
        let asked = try await decidable(id, principal)
        let size = GrantSize(cpu: terms.size.cpu ?? asked.size.cpu, memory: terms.size.memory ?? asked.size.memory)
        let duration = terms.duration ?? asked.duration
        guard duration >= .seconds(1), duration <= ResourceRequest.durations.upperBound else {
            throw Refusal(InvalidValue(field: "duration", value: duration.words, expected: "1 second to 30 days"))
        }
        try await control.requireFit(size)
        let before = try await before(asked)
        let audit = control.audit(
            principal, "request.approve", target: "\(id) \(asked.server)",
            parameters: AuditParameters(terms.size).merging([
                "duration": terms.duration?.words, "note": terms.note.value.isEmpty ? nil : terms.note.value,
            ]), result: "\(size) for \(duration.words)")
        let grant = Grant(
            by: audit.principal, note: terms.note, size: size, at: audit.at, until: audit.at + duration, before: before)
        let request = try await decide(id, audit) { request throws(RequestDecided) in try request.approved(grant) }
        let what = "approved: \(size) for \(duration.words)"
        try await tell(request, .requestApproved, what, audit.principal, terms.note)
        return try await GiveGrant(control: control).soon(request)
    }

    package func deny(_ id: RequestID, note: RequestText, by principal: Principal) async throws -> ResourceRequest {
        let asked = try await decidable(id, principal)
        let audit = control.audit(
            principal, "request.deny", target: "\(id) \(asked.server)",
            parameters: ["note": note.value.isEmpty ? nil : note.value], result: "denied")
        let decision = RequestState.Decision(by: audit.principal, note: note, at: audit.at)
        let request = try await decide(id, audit) { request throws(RequestDecided) in try request.denied(decision) }
        try await tell(request, .requestDenied, "denied", audit.principal, note)
        return request
    }

    private func decidable(_ id: RequestID, _ principal: Principal) async throws -> ResourceRequest {
        try principal.require(.adminServers)
        guard let request = try await control.requests.request(id) else { throw Refusal.notVisible }
        let own = request.server.owner == principal.user.name || request.by == principal.auditName
        guard !own || principal.isUnrestrictedAdmin else {
            throw Refusal(
                .forbidden, code: "own_request",
                "The request \(id) is your own: another admin decides it, or you with an unrestricted token")
        }
        return request
    }

    private func before(_ request: ResourceRequest) async throws -> LaunchOptions {
        let now = control.time.now()
        let grants = try await control.requests.openRequests(of: request.server.owner)
            .filter { $0.server == request.server }.compactMap { $0.grant(at: now) }
        if let first = grants.first { return first.before }
        return try await control.servers.server(request.server)?.server.options ?? LaunchOptions()
    }

    private func decide(
        _ id: RequestID, _ audit: AuditEntry,
        _ change: @escaping @Sendable (ResourceRequest) throws(RequestDecided) -> ResourceRequest
    ) async throws -> ResourceRequest {
        do {
            let changed = try await control.requests.changeRequest(id) { request in
                RequestChange(try change(request), audit: [audit])
            }
            guard let changed else { throw Refusal.notVisible }
            return changed
        } catch let decided as RequestDecided {
            throw Refusal(decided)
        }
    }

    private func tell(
        _ request: ResourceRequest, _ kind: EventKind, _ what: String, _ by: String, _ note: RequestText
    ) async throws {
        let words = note.value.isEmpty ? "" : ": \(note)"
        try await control.note(NewEvent(kind, "\(request.title) was \(what), by \(by)\(words)"), of: request.server)
        control.feed.publish(.resync)
    }
}

extension Refusal {
    /// A request that is decided stays as it is.
    init(_ decided: RequestDecided) {
        self.init(
            .conflict, code: "already_decided",
            "The request \(decided.id) is \(decided.state.rawValue) already and stays so; make another one if need be")
    }
}

extension Principal {
    /// Whether it may do everything that an admin may.
    fileprivate var isUnrestrictedAdmin: Bool { user.isAdmin && coversAll(of: user) }
}
