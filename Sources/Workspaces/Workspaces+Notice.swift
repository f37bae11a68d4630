import Foundation
package import Servers

extension Workspaces {
    @concurrent
    package func show(_ notice: Notice?, in server: ServerID) async throws(WorkspaceError) {
        let path = "\(state)/run/servers/\(try directoryName(server))"
        do {
            let run = try Directory(path: path)
            guard let notice else { return run.remove(Self.noticeFile) }
            try run.replace(Self.noticeFile, with: try Self.json(notice, path), mode: 0o644)
        } catch let error as SystemError {
            if error.number == ENOENT { return }
            throw error.workspaceError("\(path)/\(Self.noticeFile)")
        } catch let error as WorkspaceError {
            throw error
        } catch {
            throw WorkspaceError(path: path, problem: "\(error)", remedy: "report it")
        }
    }

    private static let noticeFile = "notice.json"

    private static func json(_ notice: Notice, _ path: String) throws(WorkspaceError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(notice)) + [UInt8(ascii: "\n")]
        } catch {
            throw WorkspaceError(path: path, problem: "notice.json can't be written: \(error)", remedy: "report it")
        }
    }
}
