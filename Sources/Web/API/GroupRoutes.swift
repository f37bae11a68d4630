import Accounts
import Control
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Groups, as JupyterHub has them, with Berth's policy beside.
struct GroupRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/groups", use: list)
        router.post("/hub/api/groups", use: addMany)
        router.get("/hub/api/groups/:group", use: one)
        router.post("/hub/api/groups/:group", use: add)
        router.delete("/hub/api/groups/:group", use: remove)
        router.post("/hub/api/groups/:group/users", use: join)
        router.delete("/hub/api/groups/:group/users", use: leave)
        router.put("/hub/api/groups/:group/properties", use: setProperties)
        router.put("/hub/api/groups/:group/policy", use: setPolicy)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let groups = try await useCases.manageGroups.all(by: context.requirePrincipal())
        return try PageQuery(request).answer(groups, origins: useCases.origins) { part in
            try part.map { try GroupModel($0) }
        }
    }

    @Sendable private func one(_ request: Request, _ context: WebContext) async throws -> Response {
        let group = try await useCases.manageGroups.one(context.pathGroup(), by: context.requirePrincipal())
        return try .json(GroupModel(group))
    }

    @Sendable private func addMany(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["groups"])
        let names = try (body.strings("groups") ?? []).map { try GroupName($0) }
        guard !names.isEmpty else {
            throw Refusal(.badRequest, code: "bad_value", "groups: must name at least one group to create")
        }
        for name in names { try await useCases.manageGroups.add(name, by: principal) }
        return try .json(names.map { try GroupModel(Group(name: $0)) }, status: .created)
    }

    @Sendable private func add(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["users"])
        let name = try GroupName(context.segment("group"))
        let users = try body.users()
        try await useCases.manageGroups.add(name, by: principal)
        let group = try await useCases.manageGroups.change(name, .join(users), by: principal)
        return try .json(GroupModel(group), status: .created)
    }

    @Sendable private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageGroups.remove(context.pathGroup(), by: context.requirePrincipal())
        return Response(status: .noContent)
    }

    @Sendable private func join(_ request: Request, _ context: WebContext) async throws -> Response {
        try await change(.join(RequestObject(request, allowed: ["users"]).users(required: true)), context)
    }

    @Sendable private func leave(_ request: Request, _ context: WebContext) async throws -> Response {
        try await change(.leave(RequestObject(request, allowed: ["users"]).users(required: true)), context)
    }

    @Sendable private func setProperties(_ request: Request, _ context: WebContext) async throws -> Response {
        let buffer = try await request.body.collect(upTo: RequestObject.limit)
        guard let value = try? HubJSON.decode(JSONValue.self, from: Data(buffer.readableBytesView)),
            case .object = value
        else { throw Refusal(.badRequest, code: "bad_value", "The body must be a JSON object") }
        return try await change(.properties(value.text), context)
    }

    @Sendable private func setPolicy(_ request: Request, _ context: WebContext) async throws -> Response {
        let body = try await RequestObject(request, allowed: GroupPolicy.allowed)
        return try await change(.policy(GroupPolicy(body)), context)
    }

    private func change(_ change: GroupChange, _ context: WebContext) async throws -> Response {
        let group = try await useCases.manageGroups.change(
            context.pathGroup(), change, by: context.requirePrincipal())
        return try .json(GroupModel(group))
    }
}

extension RequestObject {
    fileprivate func users(required: Bool = false) throws -> [UserName] {
        let names = try strings("users")
        guard names != nil || !required else {
            throw Refusal(.badRequest, code: "bad_value", "users: must be a list of user names")
        }
        return try (names ?? []).map { try UserName($0) }
    }
}

extension GroupModel {
    /// Throws where the stored properties are no JSON.
    init(_ group: Group) throws {
        self.init(
            name: group.name.value, users: group.members.map(\.value),
            properties: try HubJSON.decode(JSONValue.self, from: Data(group.properties.utf8)),
            policy: GroupPolicyModel(group.policy))
    }
}
