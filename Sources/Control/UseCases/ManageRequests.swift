package import Accounts
package import Servers

/// Reads and withdraws requests for more than a ceiling.
package struct ManageRequests: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Those that the principal may see, the newest first: their own, and everyone's with `admin:servers`.
    package func all(
        of owner: UserName? = nil, in states: Set<RequestState.Word>? = nil, by principal: Principal
    ) async throws -> [ResourceRequest] {
        try await control.requests.requests(of: owner).filter { request in
            principal.sees(request) && states?.contains(request.state.word) ?? true
        }
    }

    /// How many wait for a decision of the principal's.
    package func waiting(by principal: Principal) async throws -> Int {
        guard principal.permissions.allows(.adminServers) else { return 0 }
        return try await control.requests.openRequests(of: nil).count { $0.state.word == .pending }
    }

    /// Throws `Refusal` 404 when there is none, or it is not visible.
    package func one(_ id: RequestID, by principal: Principal) async throws -> ResourceRequest {
        guard let request = try await control.requests.request(id), principal.sees(request) else {
            throw Refusal.notVisible
        }
        return request
    }

    /// Takes back a request that is pending, or gives back what was granted before its time is over.
    /// Throws `Refusal`: 404 as `one`, 403/404 without the scope `servers` on its server, 409 when there is nothing to
    /// withdraw any more.
    package func withdraw(_ id: RequestID, by principal: Principal) async throws {
        let request = try await one(id, by: principal)
        if !principal.permissions.allows(.adminServers) { try principal.require(.servers, on: request.server) }
        let audit = control.audit(
            principal, "request.withdraw", target: "\(id) \(request.server)", result: "it was \(request.state.word)")
        do {
            _ = try await control.requests.changeRequest(id) { request in
                RequestChange(try request.withdrawn(at: audit.at), audit: [audit])
            }
        } catch let decided as RequestDecided {
            throw Refusal(decided)
        }
        let event = NewEvent(.requestWithdrawn, "\(request.title) was withdrawn by \(audit.principal)")
        try await control.note(event, of: request.server)
        control.feed.publish(.resync)
    }

    /// The requests by which servers have more than their ceilings now, or still have: by server, the one that ends last.
    package func grants() async throws -> [ServerKey: ResourceRequest] {
        let now = control.time.now()
        let given = try await control.requests.openRequests(of: nil).filter { request in
            switch request.state {
            case .approved: true
            case .ended: request.isOpen
            case .pending, .denied, .withdrawn: false
            }
        }
        return Dictionary(given.map { ($0.server, $0) }) { first, second in
            (first.grant(at: now)?.until ?? now) < (second.grant(at: now)?.until ?? now) ? second : first
        }
    }
}

extension Principal {
    /// Whether this principal may know of the request.
    fileprivate func sees(_ request: ResourceRequest) -> Bool {
        permissions.allows(.adminServers) || permissions.allows(.servers, server: request.server)
    }
}
