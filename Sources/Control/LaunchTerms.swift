import Accounts
import Servers

/// What launches of one server are resolved against: whose it is, the profiles as loaded last, what was granted, and the
/// machine.
struct LaunchTerms: Sendable {
    let owner: User
    let profiles: ProfileSet
    let host: HostCapacity
    let quota: QuotaTerms
    let admission: AdmissionTerms
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
        admission = try await control.admissionTerms()
    }

    /// A server of the owner's that was never launched.
    func newServer(_ key: ServerKey, at now: Timestamp) -> Server {
        Server(id: .random(length: 12), key: key, uid: owner.uid, createdAt: now)
    }

    /// What a launch with `options` runs; what they do not name is as in `last`.
    /// Throws `Refusal` 400: `unknown_profile` for one that is not there or not the owner's to use, `ceiling`, `never_fits`.
    func spec(_ options: LaunchOptions, after last: LaunchOptions = LaunchOptions()) throws -> ServerSpec {
        let wanted = options.following(last)
        let profile = try profile(wanted.profile, isRemembered: options.profile == nil)
        let spec = ServerSpec(
            options: wanted, profile: profile.id, image: profile.image,
            resources: try resources(wanted, naming: options, in: profile),
            environment: profile.environment, identity: owner.identity,
            setup: profile.setup.granted(to: Set(owner.groups)), gpuPool: profile.gpus, pull: profile.pull,
            defaults: try? LaunchOptions().resources(in: profile, on: host))
        if let never = admission.neverFits(Room(spec.resources), gpus: spec.gpuPool, groups: owner.groups) {
            throw Refusal(never)
        }
        return spec
    }

    /// What `wanted` comes to. Only what this launch itself names must be had whole: what is remembered is cut to size.
    private func resources(
        _ wanted: LaunchOptions, naming options: LaunchOptions, in profile: Profile
    ) throws -> Resources {
        do {
            let resources = try wanted.resources(in: profile, on: host)
            try options.requireGiven(resources)
            return admission.lowered(resources, asked: wanted)
        } catch {
            throw Refusal(error, code: "ceiling")
        }
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
                + "choose one of \(names)", field: "profile")
    }
}

extension ServerSpec {
    /// For a server's history: `profile small, 2 cores, 1 GiB`.
    var summary: String {
        "profile \(profile), \(resources.cpu.burst.words), \(resources.memory)\(options.clean ? ", clean" : "")"
    }
}
