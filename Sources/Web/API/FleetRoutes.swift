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
    }

    @Sendable private func profiles(_ request: Request, _ context: WebContext) throws -> Response {
        let user = try context.requirePrincipal().user
        return try .json(useCases.profileModels(for: user))
    }

    @Sendable private func profileProblems(_ request: Request, _ context: WebContext) throws -> Response {
        try .json(ProfileProblemsModel(problems: useCases.readProfileProblems(by: context.requirePrincipal())))
    }

    @Sendable private func servers(_ request: Request, _ context: WebContext) async throws -> Response {
        let owner = try request.query("owner").map { try UserName($0) }
        let all = try await useCases.watchServer.all(of: owner, by: context.requirePrincipal())
        let grants = try await useCases.manageRequests.grants()
        return try .json(all.map { useCases.fleetServer($0, grants[$0.server.key]) })
    }
}

extension UseCases {
    /// A server as the fleet shows it, with its owner's workspace.
    func fleetServer(_ tracked: TrackedServer, _ grant: ResourceRequest?) -> FleetServer {
        FleetServer(
            tracked, origins: origins,
            workspace: watchServer.workspace(of: tracked.server.key.owner).map { WorkspaceModel($0) },
            newerImage: watchServer.hasNewerImage(than: tracked),
            usage: watchServer.usage(of: tracked).map { UsageModel($0) }, grant: grant,
            queue: watchServer.queueEntry(of: tracked).map { QueueModel($0) })
    }

    /// The profiles that `user` may launch, with the smaller of ceiling and host.
    func profileModels(for user: User) -> [ProfileModel] {
        let set = profiles()
        return set.usable(by: user).map { profile in
            let ceiling = readHealth.host.map { profile.ceiling.within($0.capacity) } ?? profile.ceiling
            let resources = readHealth.host.flatMap { try? LaunchOptions().resources(in: profile, on: $0.capacity) }
            return ProfileModel(
                id: profile.id.value, title: profile.title, summary: profile.summary, image: profile.image,
                isDefault: profile.id == set.defaultID, resources: ResourcesModel(resources ?? profile.resources),
                ceiling: .init(cpu: ceiling.cpu.number, memory: ceiling.memory.count), gpus: profile.gpus?.count ?? 0,
                home: profile.setup.home.rawValue, network: profile.setup.network.description,
                mounts: profile.setup.granted(to: Set(user.groups)).mounts.map {
                    .init(target: $0.target, isReadOnly: $0.isReadOnly)
                })
        }
    }
}
