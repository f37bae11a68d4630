import Foundation
package import Servers

extension Workspaces {
    @concurrent
    package func show(_ notice: Notice, in server: ServerID) async throws(WorkspaceError) {
        let json = try json(notice)
        try changeNotices(of: server) { run throws(SystemError) in
            try run.replace(Self.file(of: notice.kind), with: json, mode: 0o644)
        }
    }

    @concurrent
    package func withdraw(_ kind: Notice.Kind, from server: ServerID) async throws(WorkspaceError) {
        try changeNotices(of: server) { run in run.remove(Self.file(of: kind)) }
    }

    private func changeNotices(
        of server: ServerID, _ change: (borrowing Directory) throws(SystemError) -> Void
    ) throws(WorkspaceError) {
        let path = "\(state)/run/servers/\(try directoryName(server))"
        do throws(SystemError) {
            let run = try Directory(path: path)
            try change(run)
            try tellOlderImages(run)
        } catch {
            if error.number == ENOENT { return }
            throw error.workspaceError(path)
        }
    }

    /// Images that know of one notice alone read it in `notice.json`: the newest of those that stand.
    private func tellOlderImages(_ run: borrowing Directory) throws(SystemError) {
        var newest: (at: String, json: [UInt8])?
        for kind in Notice.Kind.allCases {
            guard let json = try run.contents(Self.file(of: kind), limit: Self.longestNotice),
                let notice = try? JSONDecoder().decode(Notice.self, from: Data(json)), notice.at >= newest?.at ?? ""
            else { continue }
            newest = (notice.at, json)
        }
        guard let newest else { return run.remove(Self.newestFile) }
        try run.replace(Self.newestFile, with: newest.json, mode: 0o644)
    }

    private static let newestFile = "notice.json"
    private static func file(of kind: Notice.Kind) -> String { "notice-\(kind.rawValue).json" }

    /// What an image reads of a notice at most.
    private static let longestNotice = 16 << 10

    private func json(_ notice: Notice) throws(WorkspaceError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(notice)) + [UInt8(ascii: "\n")]
        } catch {
            throw WorkspaceError(path: state, problem: "a notice can't be written: \(error)", remedy: "report it")
        }
    }
}
