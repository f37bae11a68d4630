import Accounts
import Servers

/// What a resize comes to, on the terms of its server's owner.
extension LaunchTerms {
    /// What `server`, which was launched, is to have, and what that is in a launch's terms.
    /// Throws `Refusal` 400: `unknown_profile` when its profile is gone, `ceiling`.
    func target(_ edit: LaunchOptionsEdit, of server: Server) throws -> (resources: Resources, size: LaunchSize)? {
        guard let spec = server.spec, let present = server.desiredResources, let size = server.desiredSize else {
            return nil
        }
        let wanted = edit.applied(to: size)
        do {
            let profile = try profile(spec.profile, isRemembered: true)
            return (try edit.target(from: present, size: wanted, in: profile, on: host), wanted)
        } catch let invalid as InvalidValue {
            throw Refusal(invalid, code: "ceiling")
        }
    }

    /// What `server` gets on its next start, with the change made; that can be launched.
    /// Throws `Refusal` 400: `unknown_profile`, `ceiling`.
    func nextOptions(_ edit: LaunchOptionsEdit, of server: Server) throws -> LaunchOptions {
        let next = edit.applied(to: server.options)
        let spec = try spec(LaunchOptions(), after: next)
        do {
            try edit.named.requireGiven(spec.resources)
        } catch {
            throw Refusal(error, code: "ceiling")
        }
        return next
    }

    /// The one place where a resize's growth is held against what there is. `unfinished` are all servers that hold something,
    /// as they are in this transaction, `existing` among them. A launch that waits has no room yet: it waits for more. Throws
    /// `Refusal`: 400 `never_fits`, 409 `no_room`, 429 `quota_exceeded`.
    func requireRoom(
        for target: Resources, of existing: TrackedServer, beside unfinished: [TrackedServer], at now: Timestamp
    ) throws {
        guard target.cpu.burst <= host.cpu else {
            throw Refusal.neverFits("cpu", target.cpu.burst.words, largest: host.cpu.words)
        }
        if existing.isQueued {
            if let never = admission.neverFits(Room(target), groups: owner.groups) { throw Refusal(never) }
        } else {
            try admission.requireRoom(for: target, of: existing, beside: unfinished, at: now)
        }
        try quota.requireQuota(for: target, of: existing.server, beside: unfinished)
    }
}

extension Refusal {
    /// More than the machine has in all, so that waiting does not help.
    static func neverFits(_ field: String, _ asked: String, largest: String) -> Refusal {
        Refusal(
            .badRequest, code: "never_fits",
            "\(field): \(asked) never fit on this machine, which has \(largest) in all; ask for at most that",
            field: field)
    }
}
