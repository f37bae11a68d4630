import Accounts
import Servers

/// What launches of one server are resolved against: whose it is, the profiles as loaded last, what was granted, and the
/// machine.
struct LaunchTerms: Sendable {
    let owner: User
    let profiles: ProfileSet
    let host: HostCapacity
    let quota: QuotaTerms
    private let key: ServerKey
    private let ceilings: CeilingTerms

    /// Throws `Refusal`: 404 when there is no such user, 403 when the account is disabled, 503 while the engine has never been
    /// reached, 429 or 503 when a disk is too full (`DiskBoard.admit`), unless nothing is to be started.
    init(of key: ServerKey, _ control: ControlContext, starts: Bool = true) async throws {
        guard let user = try await control.accounts.user(key.owner) else { throw Refusal.notVisible }
        try user.requireActive()
        if starts { try control.disk.admit(key.owner) }
        self.owner = user
        self.key = key
        ceilings = try await CeilingTerms(of: user, control)
        profiles = ceilings.profiles
        host = try await control.hostCapacity()
        quota = try await QuotaTerms(of: user, control)
    }

    /// A server of the owner's that was never launched.
    func newServer(_ key: ServerKey, at now: Timestamp) -> Server {
        Server(id: .random(length: 12), key: key, uid: owner.uid, createdAt: now)
    }

    /// What a launch with `options` runs; what they do not name is as in `last`.
    /// Throws `Refusal` 400: `unknown_profile` for one that is not there or not the owner's to use, `ceiling`.
    func spec(_ options: LaunchOptions, after last: LaunchOptions = LaunchOptions()) throws -> ServerSpec {
        let wanted = options.following(last)
        let profile = try profile(wanted.profile, isRemembered: options.profile == nil)
        do {
            let resources = try wanted.resources(in: profile, on: host)
            try options.requireGiven(resources)
            return ServerSpec(
                options: wanted, profile: profile.id, image: profile.image, resources: resources,
                environment: profile.environment,
                identity: owner.identity, setup: profile.setup.granted(to: Set(owner.groups)),
                pull: profile.pull)
        } catch {
            throw Refusal(error, code: "ceiling")
        }
    }

    /// The GPUs of a launch, which none of the `live` servers but itself holds: decided in the transaction that makes them
    /// the server's. Throws `Refusal` 409 `no_gpu_free`.
    func gpus(of spec: ServerSpec, for server: ServerID, beside live: [TrackedServer]) throws -> [String] {
        guard let pool = profiles[spec.profile]?.gpus else { return [] }
        guard let gpus = pool.free(beside: live.filter { $0.server.id != server }) else {
            throw Refusal(
                .conflict, code: "no_gpu_free",
                "A server of profile \(spec.profile) needs \(pool.count) of its \(pool.devices.count) GPUs, and fewer are "
                    + "free; try again when another server has stopped, or choose another profile")
        }
        return gpus
    }

    func profile(_ named: ProfileID?, isRemembered: Bool) throws -> Profile {
        let id = named ?? profiles.defaultID
        let usable = ceilings.usable(for: key)
        if let profile = usable.first(where: { $0.id == id }) { return profile }
        let names = usable.map(\.id.value).joined(separator: ", ")
        guard isRemembered, named != nil else {
            throw Refusal(
                InvalidValue(field: "profile", value: id.value, expected: "one of \(names)"), code: "unknown_profile")
        }
        throw Refusal(
            .badRequest, code: "unknown_profile",
            "profile: \"\(id)\", which this server used last, is not there any more or not for \(owner.name); "
                + "choose one of \(names)")
    }
}

extension ServerSpec {
    /// For a server's history: `profile small, 2 cores, 1 GiB`.
    var summary: String {
        "profile \(profile), \(resources.cpu.burst) cores, \(resources.memory)\(options.clean ? ", clean" : "")"
    }
}
