import CLinux
import Foundation
import Servers

extension Workspaces {
    /// Opens a directory that everything else is beneath, made if missing. It must be Berth's own and no one else's to
    /// write to: who can write there could put something else in a workspace's place.
    func openRoot(_ path: String, mode: mode_t) throws(WorkspaceError) -> Directory {
        let root = try meaning(of: path) { () throws(SystemError) -> Directory in
            do throws(SystemError) {
                return try Directory(path: path)
            } catch {
                guard error.number == ENOENT else { throw Self.linkOrFile(error, path) }
            }
            try makeWithParents(path, mode: mode)
            return try Directory(path: path)
        }
        try requireOwn(root, path)
        return root
    }

    /// Throws unless a directory is Berth's own and no one else's to write to.
    func requireOwn(_ root: borrowing Directory, _ path: String) throws(WorkspaceError) {
        let status: berth_status
        do { status = try root.status() } catch { throw error.workspaceError(path) }
        guard status.owner == geteuid() else {
            throw WorkspaceError(
                path: path, problem: "it belongs to user id \(status.owner)",
                remedy: "give it to user id \(geteuid()), which runs Berth, or name another directory")
        }
        guard status.permissions & 0o022 == 0 else {
            throw WorkspaceError(
                path: path, problem: "others can write there", remedy: "run chmod go-w on it")
        }
    }

    /// A server's id as the name of its directory; ids come from a store, which may have been tampered with.
    func directoryName(_ server: ServerID) throws(WorkspaceError) -> String {
        let isGood =
            !server.value.isEmpty && server.value.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
        guard isGood else {
            throw WorkspaceError(
                path: state(of: server), problem: "this is not a server's id", remedy: "restore the store from a backup"
            )
        }
        return server.value
    }

    private func state(of server: ServerID) -> String { "server \(server.value.debugDescription)" }

    /// Opening a link as a directory without following it says ENOTDIR; tells it apart from a file.
    private static func linkOrFile(_ error: SystemError, _ path: String) -> SystemError {
        var found = stat()
        guard error.number == ENOTDIR, lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFLNK else { return error }
        return SystemError(number: ELOOP)
    }

    private func makeWithParents(_ path: String, mode: mode_t) throws(SystemError) {
        let parent = NSString(string: path).deletingLastPathComponent
        var found = stat()
        if !parent.isEmpty, parent != path, stat(parent, &found) != 0, errno == ENOENT {
            try makeWithParents(parent, mode: 0o755)
        }
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError(number: errno) }
        // The umask may have taken permissions away that others need to pass through.
        if chmod(path, mode) != 0 { throw SystemError(number: errno) }
    }
}

/// Runs `body`, its error told of `path`.
func meaning<Result: ~Copyable>(
    of path: String, _ body: () throws(SystemError) -> Result
) throws(WorkspaceError) -> Result {
    do {
        return try body()
    } catch {
        throw error.workspaceError(path)
    }
}
