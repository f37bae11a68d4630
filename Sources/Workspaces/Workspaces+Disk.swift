import Foundation
package import Servers

extension Workspaces: DiskMeter {
    @concurrent
    package func workspaceSize(
        of owner: UserName, pause: @Sendable (Int) async throws -> Void
    ) async throws -> Bytes {
        do {
            return try await measure(Directory(path: workspaces).directory(owner.value), pause)
        } catch let error as SystemError {
            guard error.number == ENOENT else { throw error.workspaceError("\(workspaces)/\(owner)") }
            return Bytes(0)
        }
    }

    private func measure(
        _ workspace: consuming Directory, _ pause: @Sendable (Int) async throws -> Void
    ) async throws -> Bytes {
        var walk = WorkspaceWalk(root: workspace)
        var files = 0
        while let more = walk.step() {
            files += more + 1
            guard files >= Self.filesBetweenPauses else { continue }
            try await pause(files)
            files = 0
        }
        return Bytes(walk.size)
    }

    private static let filesBetweenPauses = 2000

    package func spaces(engine: String?) -> [DiskSpace] {
        var seen: Set<UInt64> = []
        return [state, workspaces, engine].compactMap(\.self).compactMap { path in
            var (found, room) = (stat(), statvfs())
            guard stat(path, &found) == 0, seen.insert(UInt64(found.st_dev)).inserted, statvfs(path, &room) == 0 else {
                return nil
            }
            let unit = Int64(room.f_frsize)
            return DiskSpace(
                path: path, free: Bytes(Int64(room.f_bavail) * unit), total: Bytes(Int64(room.f_blocks) * unit))
        }
    }
}
