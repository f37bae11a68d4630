import CLinux
import Foundation
import Logging
package import Servers

/// Workspaces whose accounts are gone: put aside, or removed with all that is in them.
extension Workspaces {
    /// Beside the workspaces, under a name that no user can have.
    private static let aside = ".removed"

    @concurrent
    package func retire(_ owner: UserName, as name: String) async throws(WorkspaceError) -> String? {
        let path = "\(workspaces)/\(Self.aside)/\(name)"
        let root = try openRoot(workspaces, mode: 0o755)
        return try meaning(of: path) { () throws(SystemError) -> String? in
            let aside = try root.directory(Self.aside, making: 0o700)
            let answer = berth_move_new(root.descriptor, owner.value, aside.descriptor, name)
            if answer == -ENOENT { return aside.has(name) ? path : nil }
            _ = try checked(answer)
            return path
        }
    }

    @concurrent
    package func purge(retired name: String) async throws(WorkspaceError) {
        let root = try openRoot(workspaces, mode: 0o755)
        try meaning(of: "\(workspaces)/\(Self.aside)/\(name)") { () throws(SystemError) in
            let aside = try root.directory(Self.aside, making: 0o700)
            guard aside.has(name) else { return }
            // It may be a link that took the workspace's place.
            if unlinkat(aside.descriptor, name, 0) == 0 { return }
            let workspace = try aside.directory(name)
            let count = try TreeRemoval(of: workspace, logger: logger).run()
            guard unlinkat(aside.descriptor, name, AT_REMOVEDIR) == 0 else { throw SystemError(number: errno) }
            logger.notice("a workspace was purged", metadata: ["workspace": "\(name)", "entries": "\(count)"])
        }
    }
}
