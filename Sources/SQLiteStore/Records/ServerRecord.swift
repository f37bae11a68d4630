import GRDB
import Servers

/// A row of `servers`.
struct ServerRecord: Record {
    static var databaseTableName: String { "servers" }

    let id: String
    let owner: String
    let name: String
    let uid: UInt32
    let generation: Int
    let desired: String
    /// JSON of a `FinishReason`.
    let stopReason: String?
    /// JSON of a `ServerSpec`.
    let spec: String?
    let createdAt: Int64
    let launchedAt: Int64?

    init(_ server: Server) throws {
        id = server.id.value
        owner = server.key.owner.value
        name = server.key.name.value
        uid = server.uid
        generation = server.generation
        switch server.desired {
        case .running:
            desired = "running"
            stopReason = nil
        case .stopped(let reason):
            desired = "stopped"
            stopReason = try json(reason)
        }
        spec = try server.spec.map(json)
        createdAt = server.createdAt.microseconds
        launchedAt = server.launchedAt?.microseconds
    }

    func server() throws -> Server {
        try reading {
            let key = ServerKey(owner: try UserName(owner), name: name.isEmpty ? .default : try ServerName(name))
            var server = Server(id: ServerID(id), key: key, uid: uid, createdAt: Timestamp(microseconds: createdAt))
            server.generation = generation
            server.desired = try stopReason.map { .stopped(try value(FinishReason.self, json: $0)) } ?? .running
            server.spec = try spec.map { try value(ServerSpec.self, json: $0) }
            server.launchedAt = launchedAt.map { Timestamp(microseconds: $0) }
            return server
        }
    }
}
