import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Launching, stopping, restarting and removing servers, and their history.
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
        for path: RouterPath in ["server", "servers/:server"] {
            router.post("/hub/api/users/:user/\(path)/restart", use: restart)
            router.get("/hub/api/users/:user/\(path)/events", use: events)
        }
    }

    @Sendable private func launch(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer(new: true)
        let body = try await RequestObject(request, allowed: LaunchOptions.allowed)
        let outcome = try await useCases.launchServer(
            key, options: LaunchOptions(body), displayName: body.displayName(), by: principal)
        switch outcome {
        case .starting: return .empty(.accepted)
        case .launched(let tracked): return await launched(tracked)
        }
    }

    @Sendable private func restart(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let options = try LaunchOptions(await RequestObject(request, allowed: LaunchOptions.names + ["user_options"]))
        return await launched(try await useCases.restartServer(context.pathServer(), options: options, by: principal))
    }

    /// What a launch came to within the wait.
    private func launched(_ tracked: TrackedServer) async -> Response {
        guard let settled = await useCases.watchServer.settled(tracked, within: wait) else { return .empty(.accepted) }
        return settled.activity == .ready ? .empty(.created) : .launchFailed(settled)
    }

    @Sendable private func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer()
        try principal.require(.servers, on: key)
        if try await RequestObject(request, allowed: ["remove"]).bool("remove") ?? false {
            guard case .stopping(let tracked) = try await useCases.removeServer(key, by: principal) else {
                return .empty(.noContent)
            }
            return await stopped(tracked)
        }
        do {
            guard case .stopping(let tracked) = try await useCases.stopServer(key, by: principal) else {
                return .empty(.noContent)
            }
            return await stopped(tracked)
        } catch let refusal as Refusal where refusal.kind == .notFound && key.name.isDefault {
            // A user's default server is there even before its first launch, and then it is stopped.
            _ = try await useCases.manageUsers.one(key.owner, by: principal)
            return .empty(.noContent)
        }
    }

    /// What a stop came to within the wait.
    private func stopped(_ tracked: TrackedServer) async -> Response {
        let settled = await useCases.watchServer.settled(tracked, within: wait)
        return .empty(settled?.activity == .stopped ? .noContent : .accepted)
    }

    @Sendable private func events(_ request: Request, _ context: WebContext) async throws -> Response {
        let after: Int64 = try request.integer("after", atLeast: 0) ?? 0
        let limit = min(try request.integer("limit", atLeast: 1) ?? 500, 1000)
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
    /// Whether its latest generation ended without anyone's having asked for it: then its log may tell why.
    var endedByItself: Bool { hasFailed || current?.reason == .exited }

    /// How its latest generation ended, as a sentence for people.
    var lastEnd: String {
        if hasFailed { return failure }
        return current?.reason.map { "Last time: \($0.sentence)." } ?? "It is not running."
    }

    /// Why a finished server finished, as a sentence's end with the detail that is known.
    var failure: String {
        let reason = current?.reason?.sentence ?? "stopped"
        guard let detail = current?.message, !detail.isEmpty else { return "\(server.key): \(reason)" }
        return "\(server.key): \(reason): \(detail)"
    }
}
