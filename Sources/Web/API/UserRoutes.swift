import Accounts
import Control
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Users: who is asking, everyone, one; new accounts; login links and reports of activity.
struct UserRoutes {
    let useCases: UseCases
    /// How long an answer waits for a removal to be done.
    let wait: Duration

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/user", use: whoAmI)
        router.get("/hub/api/users", use: list)
        router.post("/hub/api/users", use: addMany)
        router.get("/hub/api/users/:user", use: one)
        router.post("/hub/api/users/:user", use: add)
        router.patch("/hub/api/users/:user", use: change)
        router.delete("/hub/api/users/:user", use: remove)
        router.post("/hub/api/users/:user/activity", use: noteActivity)
        router.post("/hub/api/users/:user/login-link", use: makeLink)
    }

    @Sendable private func whoAmI(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        var token: String?
        if case .token(let id) = principal.credential { token = id.value }
        return try .json(
            SelfModel(
                user: try await model(principal.user, request, principal), tokenID: token,
                sessionID: context.session?.id.value,
                scopes: principal.permissions.scopes.sorted().map(\.description)))
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let query = try UserQuery(request)
        let users = try await useCases.manageUsers.all(by: principal)
        let servers = Dictionary(
            grouping: try await useCases.watchServer.all(of: nil, by: principal), by: \.server.key.owner)
        return try PageQuery(request).answer(query.select(users, servers), origins: useCases.origins) { part in
            part.map { user in
                UserModel(
                    user, servers: servers[user.name] ?? [], stoppedToo: query.stoppedToo, origins: useCases.origins,
                    by: principal)
            }
        }
    }

    @Sendable private func addMany(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["usernames", "admin"])
        let names = try (body.strings("usernames") ?? []).map { try UserName($0) }
        guard !names.isEmpty else {
            throw Refusal(.badRequest, code: "bad_value", "usernames: must name at least one user to create")
        }
        let isAdmin = try body.bool("admin") ?? false
        var added: [UserModel] = []
        for name in names {
            do {
                let user = try await useCases.manageUsers.add(name, isAdmin: isAdmin, by: principal)
                added.append(try await model(user, request, principal))
            } catch let refusal as Refusal where refusal.kind == .conflict {
                continue
            }
        }
        guard !added.isEmpty else {
            throw Refusal(.conflict, code: "user_exists", "All \(names.count) users already exist")
        }
        return try .json(added, status: .created)
    }

    @Sendable private func one(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let user = try await useCases.manageUsers.one(context.pathUser(), by: principal)
        return try .json(await model(user, request, principal))
    }

    @Sendable private func add(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["admin"])
        let isAdmin = try body.bool("admin") ?? false
        let name = try UserName(context.segment("user"))
        let user = try await useCases.manageUsers.add(name, isAdmin: isAdmin, by: principal)
        return try .json(await model(user, request, principal), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let name = try context.pathUser()
        let body = try await RequestObject(request, allowed: ["name", "admin", "disabled"])
        if let other = try body.string("name"), try UserName(other) != name {
            throw Refusal(
                .badRequest, code: "no_rename",
                "name: users cannot be renamed, because workspace, history and audit log go by the name; add another")
        }
        let changes = [
            try body.bool("admin").map { $0 ? UserChange.makeAdmin : .makeOrdinary },
            try body.bool("disabled").map { $0 ? UserChange.disable : .enable },
        ].compactMap(\.self)
        for change in changes {
            try await useCases.changeUser(name, change, evenMyself: request.flag("myself"), by: principal)
        }
        return try .json(await model(try await useCases.manageUsers.one(name, by: principal), request, principal))
    }

    /// 204 once the account is gone, 202 while its servers stop.
    @Sendable private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let name = try context.pathUser()
        let change = UserChange.remove(purge: request.flag("purge"))
        try await useCases.changeUser(name, change, evenMyself: request.flag("myself"), by: principal)
        return .empty(try await useCases.changeUser.gone(name, within: wait) ? .noContent : .accepted)
    }

    @Sendable private func noteActivity(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let name = try context.pathUser()
        let report = try ActivityBody(await RequestObject(request, allowed: ["last_activity", "servers"]))
        _ = try await useCases.manageUsers.one(name, by: principal)
        let known = Set(try await useCases.watchServer.all(of: name, by: principal).map(\.server.key.name.value))
        if let unknown = report.servers.keys.sorted().first(where: { !known.contains($0) && !$0.isEmpty }) {
            throw Refusal(.badRequest, code: "bad_value", "servers: no such server of \(name): \(unknown.prefix(40))")
        }
        if let moment = report.latest {
            let used = try report.servers.map {
                (ServerKey(owner: name, name: try $0.isEmpty ? .default : ServerName($0)), $1)
            }
            try await useCases.manageUsers.noteActivity(
                name, at: moment, of: Dictionary(uniqueKeysWithValues: used), by: principal)
        }
        return .empty(.ok)
    }

    @Sendable private func makeLink(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let name = try context.pathUser()
        let body = try await RequestObject(request, allowed: ["next"])
        let next = try body.string("next")
        if let next, SafePath.hub(next) == nil {
            throw Refusal(
                .badRequest, code: "bad_value",
                "next: \(next.prefix(100)) cannot be used; expected a path of the hub such as /hub/open/\(name)")
        }
        let secret = try await useCases.manageSessions.makeLink(for: name, by: principal)
        return try .json(LoginLink(url: useCases.origins.login(by: secret, next: next)), status: .created)
    }

    private func model(_ user: User, _ request: Request, _ principal: Principal) async throws -> UserModel {
        UserModel(
            user, servers: try await useCases.watchServer.all(of: user.name, by: principal),
            stoppedToo: request.flag("include_stopped_servers"), origins: useCases.origins, by: principal)
    }
}

extension Origins {
    /// The link that logs a browser in by `secret`, and goes on to `next`.
    func login(by secret: Secret, next: String? = nil) -> String {
        url("\(HubPaths.login)?link=\(secret.text)" + (next.map { "&next=\(HubPaths.queryValue($0))" } ?? ""))
    }
}
