import CLinux
import Foundation
package import Servers

// Secrets are copies in `<state>/run/secrets/<server id>/`, which nobody but Berth may enter on the host: the user owns
// the files, and reaches them through the container's read-only mount alone.

extension Workspaces {
    @concurrent
    package func placeSecrets(_ server: Server) async throws(WorkspaceError) -> String? {
        try await discardSecrets(server.id)
        guard let names = server.spec?.setup.secrets.map(\.name), !names.isEmpty else { return nil }
        let contents = try readSecrets(names)
        let id = try directoryName(server.id)
        let path = "\(state)/run/secrets/\(id)"
        let root = try openRoot(state, mode: 0o711)
        let owner = ownsFiles ? server.uid : nil
        try meaning(of: path) { () throws(SystemError) in
            let all = try root.directory("run", making: 0o755).directory("secrets", making: 0o700)
            try all.make(id, mode: 0o700, owner: owner)
            let own = try all.directory(id)
            for (name, bytes) in contents {
                try own.replace(name, with: bytes, mode: 0o400)
                if let owner { try own.give(name, to: owner) }
            }
        }
        return path
    }

    @concurrent
    package func discardSecrets(_ server: ServerID) async throws(WorkspaceError) {
        let path = "\(state)/run/secrets/\(try directoryName(server))"
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw WorkspaceError(path: path, problem: error.localizedDescription, remedy: "remove it by hand")
        }
    }

    /// The operator's files, all of them or none.
    private func readSecrets(_ names: [String]) throws(WorkspaceError) -> [(String, [UInt8])] {
        let directory = try meaning(of: secrets) { () throws(SystemError) in try Directory(path: secrets) }
        try requireOwn(directory, secrets)
        var contents: [(String, [UInt8])] = []
        for name in names {
            let path = "\(secrets)/\(name)"
            let bytes = try meaning(of: path) { () throws(SystemError) in
                try directory.contents(name, limit: Self.longestSecret + 1)
            }
            guard let bytes else {
                throw WorkspaceError(
                    path: path, problem: "there is no such secret", remedy: "put the file there, or change the profile")
            }
            guard bytes.count <= Self.longestSecret else {
                throw WorkspaceError(
                    path: path, problem: "it is larger than 500 KiB", remedy: "mount it instead of naming it a secret")
            }
            contents.append((name, bytes))
        }
        return contents
    }

    /// What the engines of Docker and Kubernetes allow, about.
    private static let longestSecret = 500 << 10
}
