import Accounts
import Servers

/// Takes a server back to where it was once a grant's time is over: its next launch at once, a running server by a resize,
/// unless more memory is in use than that leaves. Nothing is ever stopped. May be repeated, and is until it is done.
struct EndGrant: Sendable {
    let control: ControlContext

    /// Throws what the store throws, and `RuntimeError` while the engine does not tell what is in use.
    func callAsFunction(_ request: ResourceRequest, _ grant: Grant) async throws {
        let end = try await step(request, grant)
        let now = control.time.now()
        let audit = AuditEntry(
            at: now, principal: "system", address: nil, action: "request.expire",
            target: "\(request.id) \(request.server)", result: end.text)
        let was = request.state.end
        guard end != was else { return }
        _ = try await control.requests.changeRequest(request.id) { request in
            RequestChange(
                request.with(.ended(grant, at: request.state.endedAt ?? now, end)), audit: was == nil ? [audit] : [])
        }
        // How much is in use changes all the time; that something is, is worth a line once.
        guard was == nil || was?.isInUse != end.isInUse else { return }
        try await control.note(NewEvent(.grantEnded, "\(request.title) is over: \(end.text)"), of: request.server)
    }

    /// What is to be done now; does it, and answers how far that is.
    private func step(_ request: ResourceRequest, _ grant: Grant) async throws -> GrantEnd {
        let key = request.server
        guard let owner = try await control.accounts.user(key.owner),
            let tracked = try await control.servers.server(key)
        else { return .over("there is no server to take it from") }
        let terms = try await CeilingTerms(of: owner, control)
        let used = try await memoryInUse(tracked, grant, terms)
        let author = request.author
        let now = terms.now
        let end = try await control.servers.change(key) { existing -> ServerChange<GrantEnd> in
            guard let existing else { return ServerChange(server: nil, outcome: .over("the server is gone")) }
            let (server, end) = Return(existing, grant, terms, used).made(by: author, at: now)
            return ServerChange(server: server == existing.server ? nil : server, outcome: end)
        }
        if case .over = end { return end }
        control.wake(tracked.server.id)
        return end
    }

    /// What the running container uses, where it is to have less memory; nil where it is not asked for.
    private func memoryInUse(_ tracked: TrackedServer, _ grant: Grant, _ terms: CeilingTerms) async throws -> Bytes? {
        guard tracked.phase == .started, let container = tracked.current?.container,
            let wants = tracked.server.desiredResources,
            let spec = tracked.server.spec, let profile = terms.profile(spec.profile, for: tracked.server.key),
            wants.givenBack(to: grant.before, in: profile).memory < wants.memory
        else { return nil }
        return try await control.runtime.usage(of: container).memory
    }
}

/// One server's way back, inside its transaction.
private struct Return {
    let existing: TrackedServer
    let grant: Grant
    let terms: CeilingTerms
    let used: Bytes?

    init(_ existing: TrackedServer, _ grant: Grant, _ terms: CeilingTerms, _ used: Bytes?) {
        self.existing = existing
        self.grant = grant
        self.terms = terms
        self.used = used
    }

    func made(by author: String, at now: Timestamp) -> (Server, GrantEnd) {
        var server = existing.server
        if let profile = terms.profile(server.options.profile, for: server.key) {
            server.options = server.options.givenBack(to: grant.before, in: profile)
        }
        guard existing.isUp, let spec = server.spec, let wants = server.desiredResources else {
            return (server, .over("the next start is within the ceiling again"))
        }
        guard let profile = terms.profile(spec.profile, for: server.key) else {
            return (server, .over("its profile is gone, and what runs is left as it is"))
        }
        var target = wants.givenBack(to: grant.before, in: profile)
        var asked = server.desiredSize ?? spec.options.size
        let memory = asked.memory
        asked = LaunchOptions(size: asked).givenBack(to: grant.before, in: profile).size
        var end = GrantEnd.shrinking
        if let used, used > target.memory {
            (target.memory, asked.memory, end) = (wants.memory, memory, .inUse(used))
        }
        if target != wants {
            let next = server.options
            server = server.resizing(to: target, asked: asked, by: author, at: now)
            server.options = next
        } else if end == .shrinking, spec.resources.givenBack(to: grant.before, in: profile) == spec.resources {
            end = .over("the server is within its ceiling")
        }
        return (server, end)
    }
}

extension LaunchOptions {
    fileprivate init(size: LaunchSize) {
        self.init()
        self.size = size
    }
}

extension RequestState {
    /// Since when the grant is over.
    fileprivate var endedAt: Timestamp? {
        if case .ended(_, let at, _) = self { at } else { nil }
    }

    fileprivate var end: GrantEnd? {
        if case .ended(_, _, let end) = self { end } else { nil }
    }
}

extension GrantEnd {
    fileprivate var isInUse: Bool {
        if case .inUse = self { true } else { false }
    }

    /// For people.
    package var text: String {
        switch self {
        case .shrinking: "the server goes back to its ceiling"
        case .inUse(let used): "still in use: \(used); free some, or restart the server"
        case .over(let how): how
        }
    }
}
