import Accounts
import Servers

/// Gives a server what was approved for it: at once where it runs, as a resize; else with its next launch, whose options
/// become that. May be repeated; what came of it is kept with the grant.
struct GiveGrant: Sendable {
    let control: ControlContext

    /// Where there is no room, or a quota is in the way, the server stays as it is and its history says why.
    /// Throws `Refusal` 503 while the engine has never been reached, and what the store throws: then it is to be tried again.
    @discardableResult
    func callAsFunction(_ id: RequestID) async throws -> ResourceRequest? {
        guard let request = try await control.requests.request(id), let grant = request.grant(at: control.time.now()),
            grant.outcome == nil
        else { return try await control.requests.request(id) }
        var outcome = Grant.Outcome.given
        do {
            try await give(request, grant)
        } catch let refusal as Refusal where refusal.kind != .unavailable {
            outcome = .refused(refusal.message)
            let event = NewEvent(.requestApproved, "\(request.title) could not be given now: \(refusal.message)")
            try await control.note(event, of: request.server)
        }
        let kept = outcome
        return try await control.requests.changeRequest(id) { request in
            guard case .approved(var grant) = request.state else { return nil }
            grant.outcome = kept
            return RequestChange(request.with(.approved(grant)))
        }
    }

    private func give(_ request: ResourceRequest, _ grant: Grant) async throws {
        let key = request.server
        let terms = try await LaunchTerms(of: key, control, starts: false)
        let now = control.time.now()
        let server = try await control.servers.change(key) { existing, unfinished -> ServerChange<Server> in
            var server = existing?.server ?? terms.newServer(key, at: now)
            if case .removed = server.desired {
                throw Refusal(.conflict, code: "removing", "\(key) is being removed")
            }
            let profile = try terms.profile(request.profile ?? server.options.profile, isRemembered: true)
            if let existing, existing.isUp, let target = server.liveTarget(request, grant) {
                try terms.requireRoom(for: target, of: existing, beside: unfinished, at: now)
                server = server.granted(target, grant, defaults: profile.resources, by: request.author, at: now)
            }
            server.options = server.options.granted(
                grant.size, profile: request.profile, defaults: profile.resources)
            guard server != existing?.server else { return ServerChange(server: nil, outcome: server) }
            let event = NewEvent(.changed, "\(request.title), \(grant.size), is the server's until \(grant.until)")
            return ServerChange(server: server, events: [event], outcome: server)
        }
        control.wake(server.id)
    }
}

extension TrackedServer {
    /// Whether it runs or is about to, so that a resize reaches it.
    var isUp: Bool { activity == .starting || activity == .ready }
}

extension Server {
    /// What the server is to have with the grant at once; nil where only another profile has it, or it has as much.
    fileprivate func liveTarget(_ request: ResourceRequest, _ grant: Grant) -> Resources? {
        guard let present = desiredResources, request.profile == nil || request.profile == spec?.profile else {
            return nil
        }
        let target = present.granted(grant.size)
        return target == present ? nil : target
    }

    fileprivate func granted(_ target: Resources, _ grant: Grant, defaults: Resources, by: String, at now: Timestamp)
        -> Server
    {
        var options = spec?.options ?? LaunchOptions()
        options.size = desiredSize ?? options.size
        return resizing(to: target, asked: options.granted(grant.size, defaults: defaults).size, by: by, at: now)
    }
}

extension ResourceRequest {
    /// For histories: `The request r3`.
    var title: String { "The request \(id)" }

    /// Who a resize that it brings is by.
    var author: String { "request \(id)" }
}

extension ControlContext {
    /// Writes an event into a server's history, if there is such a server.
    func note(_ event: NewEvent, of key: ServerKey) async throws {
        try await servers.change(key) { existing in
            ServerChange(server: nil, events: existing == nil ? [] : [event], outcome: ())
        }
    }
}
