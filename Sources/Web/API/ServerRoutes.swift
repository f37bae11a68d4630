import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Launching and stopping servers, and their history.
struct ServerRoutes {
    let useCases: UseCases
    /// How long an answer waits for the launch or stop to be done.
    let wait: Duration

    func add(to router: Router<WebContext>) {
        // An empty name in `/servers/` is the default server too.
        for path: RouterPath in ["server", "servers", "servers/:server"] {
            router.post("/hub/api/users/:user/\(path)", use: launch)
            router.delete("/hub/api/users/:user/\(path)", use: stop)
        }
        router.get("/hub/api/users/:user/server/events", use: events)
        router.get("/hub/api/users/:user/servers/:server/events", use: events)
    }

    @Sendable private func launch(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer(new: true)
        let options = try LaunchOptions(await RequestObject(request, allowed: LaunchOptions.allowed))
        switch try await useCases.launchServer(key, options: options, by: principal) {
        case .starting:
            return .empty(.accepted)
        case .launched:
            let settled = try await useCases.watchServer.settled(key, within: wait, by: principal)
            guard let settled else { return .empty(.accepted) }
            if settled.activity == .ready { return .empty(.created) }
            return .launchFailed(settled)
        }
    }

    @Sendable private func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer()
        try principal.require(.servers, on: key)
        do {
            guard case .stopping = try await useCases.stopServer(key, by: principal) else {
                return .empty(.noContent)
            }
        } catch let refusal as Refusal where refusal.kind == .notFound && key.name.isDefault {
            // A user's default server is there even before its first launch, and then it is stopped.
            _ = try await useCases.manageUsers.one(key.owner, by: principal)
            return .empty(.noContent)
        }
        let settled = try await useCases.watchServer.settled(key, within: wait, by: principal)
        return .empty(settled?.activity == .stopped ? .noContent : .accepted)
    }

    @Sendable private func events(_ request: Request, _ context: WebContext) async throws -> Response {
        let after = Int64(request.query("after") ?? "0") ?? 0
        let limit = min(max(Int(request.query("limit") ?? "") ?? 500, 1), 1000)
        let events = try await useCases.watchServer.events(
            context.pathServer(), after: after, limit: limit, by: context.requirePrincipal())
        return try .json(events.map { ServerEventModel($0) })
    }
}

extension Response {
    /// A launch that finished before it was ready: 500 when the system failed, 400 when what was asked for did.
    fileprivate static func launchFailed(_ tracked: TrackedServer) -> Response {
        let reason = tracked.current?.reason
        return .error(
            reason?.fault == .system ? .internalServerError : .badRequest, tracked.failure, code: reason?.code)
    }
}

extension TrackedServer {
    /// Whether its latest generation ended by anyone's failure: not stopped, reaped or shut down.
    var hasFailed: Bool {
        guard let fault = current?.reason?.fault else { return false }
        return fault != FinishReason.Fault.none
    }

    /// Why a finished server finished, as a sentence's end with the detail that is known.
    var failure: String {
        let reason = current?.reason?.sentence ?? "stopped"
        guard let detail = current?.message, !detail.isEmpty else { return "\(server.key): \(reason)" }
        return "\(server.key): \(reason): \(detail)"
    }
}
