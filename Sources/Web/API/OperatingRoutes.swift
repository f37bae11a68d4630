import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// What admins say to all: that no launches are taken, and whatever else.
struct OperatingRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/drain", use: drain)
        router.put("/hub/api/drain", use: beginDrain)
        router.delete("/hub/api/drain", use: endDrain)
        router.get("/hub/api/broadcast", use: broadcast)
        router.post("/hub/api/broadcast", use: tell)
        router.delete("/hub/api/broadcast", use: withdraw)
    }

    @Sendable private func drain(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        return try .json(DrainModel(await useCases.manageDrain.current(), for: principal))
    }

    @Sendable private func beginDrain(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["message", "deadline"])
        let drain = try await useCases.manageDrain.begin(
            body.string("message").map { try OperatorText($0) } ?? Drain.usual, deadline: body.dueTime("deadline"),
            by: principal)
        return try .json(DrainModel(drain, for: principal))
    }

    @Sendable private func endDrain(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageDrain.end(by: context.requirePrincipal())
        return Response(status: .noContent)
    }

    @Sendable private func broadcast(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        return try .json(BroadcastModel(await useCases.manageBroadcast.current(), for: principal))
    }

    @Sendable private func tell(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["message", "level", "until", "filter"])
        let told = try await useCases.manageBroadcast.tell(
            OperatorText(body.string("message") ?? ""), level: Notice.Level(body.string("level")),
            until: body.dueTime("until"), filter: body.string("filter") ?? "", by: principal)
        return try .json(BroadcastModel(told, for: principal), status: .created)
    }

    @Sendable private func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageBroadcast.withdraw(by: context.requirePrincipal())
        return Response(status: .noContent)
    }
}

extension Principal {
    /// Whether it is told who said something to all.
    fileprivate var knowsAdmins: Bool { permissions.allows(.adminServers) }
}

extension DrainModel {
    init(_ drain: Drain?, for principal: Principal) {
        self.init(
            draining: drain != nil, message: drain?.message.value, deadline: drain?.deadline?.description,
            since: drain?.since.description, by: principal.knowsAdmins ? drain?.by : nil)
    }
}

extension BroadcastModel {
    init(_ told: Broadcast?, for principal: Principal) {
        self.init(
            message: told?.message.value, level: told?.level.rawValue, at: told?.at.description,
            until: told?.until?.description, filter: told?.filter, by: principal.knowsAdmins ? told?.by : nil)
    }
}

extension Notice.Level {
    /// Throws `InvalidValue` for `level`; nil is `info`.
    init(_ word: String?) throws(InvalidValue) {
        guard let level = Notice.Level(rawValue: word ?? "info") else {
            throw InvalidValue(field: "level", value: word ?? "", expected: "info, warning or error")
        }
        self = level
    }
}
