import Accounts
import Servers

/// How much an owner's servers may have by themselves: the profiles that are theirs, raised by the grants that last.
struct CeilingTerms: Sendable {
    let owner: User
    let profiles: ProfileSet
    /// The owner's open requests.
    let requests: [ResourceRequest]
    let now: Timestamp

    init(of owner: User, _ control: ControlContext) async throws {
        self.owner = owner
        profiles = control.profiles()
        requests = try await control.requests.openRequests(of: owner.name)
        now = control.time.now()
    }

    /// The profiles that the owner may launch as `key`, in the order they are shown.
    func usable(for key: ServerKey) -> [Profile] {
        profiles.usable(by: owner).map { $0.raised(by: requests, for: key, at: now) }
    }

    /// A profile, the default one when nil, as the owner may launch it as `key`; nil when it is not there or not theirs.
    func profile(_ id: ProfileID?, for key: ServerKey) -> Profile? {
        usable(for: key).first { $0.id == id ?? profiles.defaultID }
    }

    /// The grants that last for `key`, the oldest first.
    func grants(for key: ServerKey) -> [Grant] {
        requests.filter { $0.server == key }.compactMap { $0.grant(at: now) }
    }
}
