/// A change of launch options, as JSON merges: what is absent stays, null is the profile's or the hub's default.
package struct LaunchOptionsEdit: Hashable, Sendable {
    /// What happens to one option.
    package enum Field<Value: Hashable & Sendable>: Hashable, Sendable {
        case keep
        case set(Value?)

        func applied(to value: Value?) -> Value? {
            switch self {
            case .keep: value
            case .set(let new): new
            }
        }
    }

    package var profile: Field<ProfileID>
    package var cpu: Field<Cores>
    package var reserve: Field<Cores>
    package var memory: Field<Bytes>
    package var sharedMemory: Field<Bytes>

    package init(
        profile: Field<ProfileID> = .keep, cpu: Field<Cores> = .keep, reserve: Field<Cores> = .keep,
        memory: Field<Bytes> = .keep, sharedMemory: Field<Bytes> = .keep
    ) {
        self.profile = profile
        self.cpu = cpu
        self.reserve = reserve
        self.memory = memory
        self.sharedMemory = sharedMemory
    }

    package var isEmpty: Bool { self == LaunchOptionsEdit() }

    /// `options` with the change made. Another profile comes with its own resources, unless those are set, too.
    package func applied(to options: LaunchOptions) -> LaunchOptions {
        var next = options
        if case .set(let profile) = profile { next = LaunchOptions(profile: profile) }
        next.size = applied(to: next.size)
        next.sharedMemory = sharedMemory.applied(to: next.sharedMemory)
        return next
    }
}
