import GRDB
import Servers

/// A row of `servers`.
struct ServerRecord: Record {
    static var databaseTableName: String { "servers" }

    let id: String
    let owner: String
    let name: String
    let displayName: String?
    let uid: UInt32
    let generation: Int
    let desired: String
    /// JSON of a `FinishReason`.
    let stopReason: String?
    /// JSON of `LaunchOptions`.
    let options: String
    /// JSON of a `ServerSpec`.
    let spec: String?
    let createdAt: Int64
    let launchedAt: Int64?
    /// Since when it is gone: then only its id finds it.
    let removedAt: Int64?

    init(_ server: Server) throws {
        id = server.id.value
        owner = server.key.owner.value
        name = server.key.name.value
        displayName = server.displayName?.value
        uid = server.uid
        generation = server.generation
        desired = Self.word(server.desired)
        stopReason = try server.desired.stopReason.map(json)
        options = try json(server.options)
        spec = try server.spec.map(json)
        createdAt = server.createdAt.microseconds
        launchedAt = server.launchedAt?.microseconds
        removedAt = nil
    }

    private static func word(_ desired: Desired) -> String {
        switch desired {
        case .running: "running"
        case .stopped: "stopped"
        case .removed: "removed"
        }
    }

    private static let specs = DecodedJSON<ServerSpec>()
    private static let options = DecodedJSON<LaunchOptions>()

    func server() throws -> Server {
        try reading {
            let key = ServerKey(owner: try UserName(owner), name: name.isEmpty ? .default : try ServerName(name))
            var server = Server(id: ServerID(id), key: key, uid: uid, createdAt: Timestamp(microseconds: createdAt))
            server.generation = generation
            server.displayName = try displayName.map { try DisplayName($0) }
            if let reason = try stopReason.map({ try value(FinishReason.self, json: $0) }) {
                server.desired = desired == "removed" ? .removed(reason) : .stopped(reason)
            } else {
                server.desired = .running
            }
            server.options = try Self.options.meaning(of: options)
            server.spec = try spec.map { try Self.specs.meaning(of: $0) }
            server.launchedAt = launchedAt.map { Timestamp(microseconds: $0) }
            return server
        }
    }
}
