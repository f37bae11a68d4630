import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Requests for more than a profile's ceiling: made by users, decided by admins.
struct RequestRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/requests", use: list)
        router.post("/hub/api/requests", use: make)
        router.get("/hub/api/requests/:id", use: one)
        router.delete("/hub/api/requests/:id", use: withdraw)
        router.post("/hub/api/requests/:id/approve", use: approve)
        router.post("/hub/api/requests/:id/deny", use: deny)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let owner = try request.query("owner").map { try UserName($0) }
        let states = try request.query("state").map { text in
            guard let word = RequestState.Word(rawValue: text) else {
                let words = RequestState.Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(InvalidValue(field: "state", value: text, expected: "one of \(words)"))
            }
            return Set([word])
        }
        let all = try await useCases.manageRequests.all(of: owner, in: states, by: context.requirePrincipal())
        return try PageQuery(request).answer(all, origins: useCases.origins) { part in part.map { RequestModel($0) } }
    }

    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(
            request, allowed: ["owner", "name", "profile", "cpu", "memory", "duration", "reason"])
        let owner = try body.string("owner").map { try UserName($0) } ?? principal.user.name
        let name = try body.string("name").flatMap { $0.isEmpty ? nil : try ServerName($0) } ?? .default
        guard let duration = try body.duration() else {
            throw Refusal(.badRequest, code: "bad_value", "duration: say for how many seconds it is needed")
        }
        let ask = MakeRequest.Ask(
            profile: try body.string("profile").map { ProfileID($0) }, size: try GrantSize(body), duration: duration,
            reason: try RequestText(body.string("reason") ?? "", field: "reason", mustSay: true))
        let made = try await useCases.makeRequest(ServerKey(owner: owner, name: name), ask, by: principal)
        return try .json(RequestModel(made), status: .created)
    }

    @Sendable private func one(_ request: Request, _ context: WebContext) async throws -> Response {
        try .json(
            RequestModel(await useCases.manageRequests.one(context.pathRequest(), by: context.requirePrincipal())))
    }

    @Sendable private func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageRequests.withdraw(context.pathRequest(), by: context.requirePrincipal())
        return Response(status: .noContent)
    }

    @Sendable private func approve(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["note", "cpu", "memory", "duration"])
        let terms = DecideRequest.Terms(
            note: try body.note(), size: try GrantSize(body), duration: try body.duration())
        return try .json(
            RequestModel(await useCases.decideRequest.approve(context.pathRequest(), terms, by: principal)))
    }

    @Sendable private func deny(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let note = try await RequestObject(request, allowed: ["note"]).note()
        return try .json(
            RequestModel(await useCases.decideRequest.deny(context.pathRequest(), note: note, by: principal)))
    }
}

extension WebContext {
    /// The request that the path names.
    func pathRequest() throws -> Servers.RequestID { Servers.RequestID(try segment("id")) }
}

extension RequestObject {
    fileprivate func note() throws -> RequestText { try RequestText(string("note") ?? "", field: "note") }

    /// Whole seconds; a month is more than anybody may have, and more seconds than that mean no more.
    fileprivate func duration() throws -> Duration? {
        try integer("duration").map { .seconds(min(max($0, 0), 366 * 86_400)) }
    }
}

extension GrantSize {
    fileprivate init(_ body: RequestObject) throws {
        let options = try LaunchOptions(cpuAndMemoryOf: body)
        self.init(cpu: options.cpu, memory: options.memory)
    }
}
