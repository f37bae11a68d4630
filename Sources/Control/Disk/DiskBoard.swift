package import Servers
import Synchronization

/// How full the disks were when last looked at: kept in memory, measured anew by each process.
package final class DiskBoard: Sendable {
    package let limits: DiskLimits
    private let state = Mutex(State())

    private struct State {
        var workspaces: [UserName: WorkspaceUse] = [:]
        var spaces: [DiskSpace] = []
    }

    init(limits: DiskLimits) { self.limits = limits }

    /// What `owner`'s workspace takes; nil until it was measured.
    package func workspace(of owner: UserName) -> WorkspaceUse? { state.withLock { $0.workspaces[owner] } }

    /// How the fullest of the host's file systems stands.
    package var hostLevel: DiskLevel { spaces.map(limits.level(of:)).max() ?? .ok }

    package var spaces: [DiskSpace] { state.withLock { $0.spaces } }

    func measured(_ size: Bytes, of owner: UserName, at now: Timestamp) {
        let use = WorkspaceUse(size: size, measuredAt: now, level: limits.level(ofWorkspace: size))
        state.withLock { $0.workspaces[owner] = use }
    }

    /// Forgets who is not among `owners`.
    func keep(only owners: Set<UserName>) {
        state.withLock { state in state.workspaces = state.workspaces.filter { owners.contains($0.key) } }
    }

    func found(_ spaces: [DiskSpace]) { state.withLock { $0.spaces = spaces } }

    /// Throws `Refusal`: 503 when the host has too little room for anyone's launch, 429 when `owner`'s workspace is too
    /// large. What was not measured yet refuses nobody.
    func admit(_ owner: UserName) throws {
        if let full = spaces.first(where: { limits.level(of: $0) == .refuse }) {
            throw Refusal(
                .unavailable, code: "disk_low",
                "Nothing is launched while the hub's disk is nearly full (\(full.free) free). What runs goes on; "
                    + "an admin has to free some space")
        }
        guard let use = workspace(of: owner), use.level == .refuse, let refuse = limits.refuse else { return }
        throw Refusal(
            .quota, code: "workspace_too_large",
            "The workspace of \(owner) takes \(use.size), and from \(refuse) on nothing is launched. "
                + "Delete files from a server that runs still, or ask an admin")
    }
}
