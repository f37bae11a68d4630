import Foundation
import Servers
import Workspaces

/// The directories of one test, removed afterwards.
struct Place {
    let base: String
    var workspaces: String { base + "/workspaces" }
    var state: String { base + "/state" }
    var cluster: String { state + "/cluster" }
    var secrets: String { base + "/secrets" }

    func provider(workspaces: String? = nil, state: String? = nil, ownsFiles: Bool = true) -> Workspaces {
        Workspaces(
            workspacesDirectory: workspaces ?? self.workspaces, stateDirectory: state ?? self.state,
            clusterDirectory: (state ?? self.state) + "/cluster", secretsDirectory: secrets, ownsFiles: ownsFiles)
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
}

func withPlace<Result>(_ body: (Place) async throws -> Result) async throws -> Result {
    let place = Place(base: NSTemporaryDirectory() + "workspaces-" + UUID().uuidString)
    try place.makeDirectory(place.base)
    defer { try? FileManager.default.removeItem(atPath: place.base) }
    return try await body(place)
}

func server(_ user: String = "ada", id: String = "abcdefghijkl", uid: UInt32 = 20001) throws -> Server {
    Server(
        id: ServerID(id), key: ServerKey(owner: try UserName(user)), uid: uid, createdAt: Timestamp(microseconds: 0))
}

/// Owner and permissions of what is at `path` itself; nil when nothing is.
func status(_ path: String) -> (owner: UInt32, group: UInt32, mode: UInt32)? {
    var found = stat()
    guard lstat(path, &found) == 0 else { return nil }
    return (found.st_uid, found.st_gid, found.st_mode & 0o7777)
}

func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
}
