/// How an account stands.
package enum Standing: Hashable, Sendable, Codable {
    case active
    /// Cannot log in, no credential counts, no server runs; nothing is lost.
    case disabled
    /// On its way out: servers first, then the workspace, which is put aside or purged, then the account.
    case leaving(purge: Bool)
}

/// A change of what an account is.
package enum UserChange: Hashable, Sendable {
    case makeAdmin
    case makeOrdinary
    case disable
    case enable
    case remove(purge: Bool)

    /// Whether it takes something away from the user: then what they hold open by it is closed.
    package var takesAway: Bool {
        switch self {
        case .makeOrdinary, .disable, .remove: true
        case .makeAdmin, .enable: false
        }
    }

    /// What the audit log calls it.
    package var action: String {
        switch self {
        case .makeAdmin: "user.admin"
        case .makeOrdinary: "user.not-admin"
        case .disable: "user.disable"
        case .enable: "user.enable"
        case .remove(purge: false): "user.remove"
        case .remove(purge: true): "user.purge"
        }
    }
}

extension User {
    /// The account after `change`. One that is leaving goes on to leave, and may only be purged instead of put aside.
    package func applying(_ change: UserChange) -> User {
        var next = self
        if case .leaving(let purge) = standing {
            if case .remove(purge: true) = change {
                next.standing = .leaving(purge: true)
            } else {
                next.standing = .leaving(purge: purge)
            }
            return next
        }
        switch change {
        case .makeAdmin: next.isAdmin = true
        case .makeOrdinary: next.isAdmin = false
        case .disable: next.standing = .disabled
        case .enable: next.standing = .active
        case .remove(let purge): next.standing = .leaving(purge: purge)
        }
        return next
    }

    package var isActive: Bool { standing == .active }

    /// Whether the account can manage the others.
    package var canManage: Bool { isAdmin && isActive }
}
