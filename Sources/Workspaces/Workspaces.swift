import CLinux
import Foundation
package import Logging
package import Servers

/// The directories of servers on this host's disk.
///
/// `<workspaces>/<user>/` (0700, the user's), `<state>/run/secrets/<server id>/` (0700, the user's, in Berth's own 0700), `<state>/run/servers/<server id>/` (0755, Berth's, with `server.json` and `limits.env`) and
/// `<state>/logs/<server id>/<generation>.log` (0600, Berth's). A value; calls may run side by side.
package struct Workspaces: WorkspaceProvider {
    let workspaces: String
    let state: String
    private let cluster: String
    let secrets: String
    let ownsFiles: Bool
    let logger: Logger
    private let keptLogs: Int

    /// - Parameters:
    ///   - clusterDirectory: the operator's own; made only if it is below `stateDirectory`.
    ///   - secretsDirectory: the operator's own, where profiles' secrets are read from; need not be there without any.
    ///   - ownsFiles: give workspaces to their user's id, which only root can. Else all belong to who runs Berth.
    ///   - keptLogs: of how many of a server's generations the log is kept.
    package init(
        workspacesDirectory: String, stateDirectory: String, clusterDirectory: String, secretsDirectory: String,
        ownsFiles: Bool, keptLogs: Int = 10, logger: Logger = Logger(label: "workspaces")
    ) {
        self.logger = logger
        workspaces = workspacesDirectory
        state = stateDirectory
        cluster = clusterDirectory
        secrets = secretsDirectory
        self.ownsFiles = ownsFiles
        self.keptLogs = keptLogs
    }

    @concurrent
    package func prepare(_ server: Server) async throws(WorkspaceError) -> ServerDirectories {
        ServerDirectories(
            workspace: try prepareWorkspace(server.key.owner, uid: server.uid), run: try prepareRun(server),
            cluster: try prepareCluster())
    }

    @concurrent
    package func tellResources(_ server: Server) async throws(WorkspaceError) {
        _ = try prepareRun(server)
    }

    @concurrent
    package func keepLog(_ log: [UInt8], server: ServerID, generation: Int) async throws(WorkspaceError) {
        let id = try directoryName(server)
        let path = "\(state)/logs/\(id)/\(generation).log"
        let state = try openRoot(state, mode: 0o711)
        try meaning(of: path) { () throws(SystemError) in
            let logs = try state.directory("logs", making: 0o700)
            let directory = try logs.directory(id, making: 0o700)
            try directory.replace("\(generation).log", with: log, mode: 0o600)
            prune(directory)
        }
    }

    /// Removes all logs but the newest.
    private func prune(_ logs: borrowing Directory) {
        var generations: [Int] = []
        logs.forEachEntry { name, _ in
            let name = String(decoding: name, as: UTF8.self)
            if name.hasSuffix(".log"), let generation = Int(name.dropLast(4)) { generations.append(generation) }
        }
        for old in generations.sorted(by: >).dropFirst(keptLogs) { logs.remove("\(old).log") }
    }

    @concurrent
    package func keptLog(server: ServerID, generation: Int) async throws(WorkspaceError) -> [UInt8]? {
        let id = try directoryName(server)
        do {
            return try Directory(path: state).directory("logs").directory(id)
                .contents("\(generation).log", limit: Self.longestLog)
        } catch {
            if error.number == ENOENT { return nil }
            throw error.workspaceError("\(state)/logs/\(id)/\(generation).log")
        }
    }

    /// Jupyter's root in the home directory. Images that know nothing of Berth don't make it, and Jupyter ends without.
    private static let notebooks = "notebooks"

    /// Far more than is ever kept of a log, 1 MiB.
    private static let longestLog = 16 << 20
}

// MARK: The three directories of a server

extension Workspaces {
    private func prepareWorkspace(_ owner: UserName, uid: UInt32) throws(WorkspaceError) -> String {
        let path = "\(workspaces)/\(owner)"
        let root = try openRoot(workspaces, mode: 0o755)
        let found = try meaning(of: path) { () throws(SystemError) -> UInt32 in
            do throws(SystemError) {
                return try root.directory(owner.value).status().owner
            } catch {
                guard error.number == ENOENT else { throw error }
            }
            try root.make(owner.value, mode: 0o700, owner: ownsFiles ? uid : nil, with: Self.notebooks)
            return try root.directory(owner.value).status().owner
        }
        let expected = ownsFiles ? uid : geteuid()
        guard found == expected else {
            throw WorkspaceError(
                path: path, problem: "it belongs to user id \(found), not to \(expected)",
                remedy:
                    "if it is \(owner)'s, run chown -R -h \(expected):\(expected) on it while their servers are stopped"
            )
        }
        return path
    }

    private func prepareRun(_ server: Server) throws(WorkspaceError) -> String {
        let id = try directoryName(server.id)
        let path = "\(state)/run/servers/\(id)"
        let about = ServerFile(
            server: server.id, generation: server.generation, owner: server.key.owner,
            resources: server.spec?.resources)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json: Data
        do { json = try encoder.encode(about) } catch {
            throw WorkspaceError(path: path, problem: "server.json can't be written: \(error)", remedy: "report it")
        }
        let state = try openRoot(state, mode: 0o711)
        try meaning(of: path) { () throws(SystemError) in
            let servers = try state.directory("run", making: 0o755).directory("servers", making: 0o755)
            let run = try servers.directory(id, making: 0o755)
            try run.replace("server.json", with: Array(json) + [UInt8(ascii: "\n")], mode: 0o644)
            if let resources = server.spec?.resources {
                try run.replace("limits.env", with: Array(resources.limitsFile.utf8), mode: 0o644)
            }
        }
        return path
    }

    private func prepareCluster() throws(WorkspaceError) -> String {
        if cluster.hasPrefix(state + "/") {
            _ = try openRoot(cluster, mode: 0o755)
        } else {
            try meaning(of: cluster) { () throws(SystemError) in _ = try Directory(path: cluster) }
        }
        return cluster
    }
}

extension Resources {
    /// `/run/berth/limits.env`: the variables that a container was started with, as they are now.
    fileprivate var limitsFile: String {
        "MEM_LIMIT=\(memory.count)\nCPU_LIMIT=\(cpu.burst)\nCPU_GUARANTEE=\(cpu.reserve)\n"
    }
}

/// `/run/berth/server.json`: what programs in the container may know of their server.
private struct ServerFile: Encodable {
    let server: ServerID
    let generation: Int
    let owner: UserName
    let resources: Resources?
}
