package import Servers

extension ContainerPlan {
    /// A small container of user `ada`, for tests of runtimes.
    ///
    /// - Parameter directories: must exist where the engine is real.
    package static func sample(
        server: ServerID = ServerID("aaaaaaaaaaaa"), generation: Int = 1, image: ImageDigest,
        instance: InstanceID = InstanceID("testtest"),
        directories: ServerDirectories = ServerDirectories(
            workspace: "/srv/ada", run: "/srv/run/ada", cluster: "/srv/cluster"),
        resources: Resources = Resources(
            cpu: .init(reserve: Cores(thousandths: 100), burst: Cores(thousandths: 500)), memory: .mebibytes(64)),
        uid: UInt32 = 20001, setup: ContainerSetup = ContainerSetup(), gpus: [String] = [],
        limits: LifecycleLimits = LifecycleLimits()
    ) throws -> ContainerPlan {
        let owner = try UserName("ada")
        var record = Server(
            id: server, key: ServerKey(owner: owner), uid: uid, createdAt: Timestamp(microseconds: 0))
        record.generation = generation
        let spec = ServerSpec(
            options: LaunchOptions(), profile: ProfileID("small"), image: "berth/notebook:minimal",
            resources: resources, environment: [:], identity: Identity(user: owner, groups: [], roles: []),
            setup: setup, gpus: gpus)
        return ContainerPlan(
            server: record, spec: spec, image: image, instance: instance, node: .local, token: "secret",
            hub: "http://localhost:8000", base: .none, directories: directories, limits: limits)
    }
}
