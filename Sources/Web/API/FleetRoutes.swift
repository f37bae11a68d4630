import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// What Berth adds to JupyterHub's resources: profiles, and all servers at once.
struct FleetRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/profiles", use: profiles)
        router.get("/hub/api/profiles/problems", use: profileProblems)
        router.get("/hub/api/servers", use: servers)
        router.post("/hub/api/servers/stop", use: stop)
    }

    @Sendable private func profiles(_ request: Request, _ context: WebContext) throws -> Response {
        let user = try context.requirePrincipal().user
        return try .json(useCases.profileModels(for: user))
    }

    @Sendable private func profileProblems(_ request: Request, _ context: WebContext) throws -> Response {
        try .json(ProfileProblemsModel(problems: useCases.readProfileProblems(by: context.requirePrincipal())))
    }

    @Sendable private func servers(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let owner = try request.query("owner").map { try UserName($0) }
        let query = try PageQuery(request, isWhole: true)
        let found = try await useCases.listFleet(
            FleetFilter(request.words("filter") ?? ""), sort: FleetSort(request.query("sort") ?? ""), of: owner,
            by: principal)
        let part = query.part(of: found)
        let lines = try await FleetLines(useCases, of: part.map(\.key.owner))
        let servers = try await useCases.listFleet.whole(part).map(lines.model)
        return try query.answer(servers, count: part.count, of: found.count, origins: useCases.origins)
    }

    /// 409 with the present count when it is another than was expected.
    @Sendable private func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ["filter", "expected"])
        guard let filter = try body.string("filter"), let expected = try body.integer("expected") else {
            throw Refusal(
                .badRequest, code: "bad_value",
                "filter, expected: which servers, and how many that are by the list with the same filter and "
                    + FleetFilter.stoppableText)
        }
        let stopped = try await useCases.stopServers(FleetFilter(filter), expected: Int(expected), by: principal)
        return try .json(stopped.map { BulkOutcomeModel($0) })
    }
}

extension BulkOutcomeModel {
    init(_ stopped: StopServers.Stopped) {
        let server = stopped.server
        switch stopped.outcome {
        case .success(.stopping): self.init(server.owner.value, server.name.value, "stopping")
        case .success(.alreadyStopped): self.init(server.owner.value, server.name.value, "stopped")
        case .failure(let refusal):
            self.init(server.owner.value, server.name.value, "refused", code: refusal.code, message: refusal.message)
        }
    }
}

extension UseCases {
    /// The profiles that `user` may launch, with the smaller of ceiling and host.
    func profileModels(for user: User) -> [ProfileModel] {
        let set = profiles()
        return set.usable(by: user).map { profile in
            let ceiling = readHealth.host.map { profile.ceiling.within($0.capacity) } ?? profile.ceiling
            let resources = readHealth.host.flatMap { try? LaunchOptions().resources(in: profile, on: $0.capacity) }
            return ProfileModel(
                id: profile.id.value, title: profile.title, summary: profile.summary, image: profile.image,
                kernels: manageImages.kernels(of: profile), isDefault: profile.id == set.defaultID,
                resources: ResourcesModel(resources ?? profile.resources),
                ceiling: .init(cpu: ceiling.cpu.number, memory: ceiling.memory.count), gpus: profile.gpus?.count ?? 0,
                home: profile.setup.home.rawValue, network: profile.setup.network.description,
                mounts: profile.setup.granted(to: Set(user.groups)).mounts.map {
                    .init(target: $0.target, isReadOnly: $0.isReadOnly)
                })
        }
    }
}
