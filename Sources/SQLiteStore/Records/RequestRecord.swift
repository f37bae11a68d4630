import GRDB
import Servers

/// A row of `requests`.
struct RequestRecord: Record {
    static var databaseTableName: String { "requests" }

    let number: Int64
    let owner: String
    let server: String
    let profile: String?
    /// Thousandths of a core.
    let cpu: Int?
    let memory: Int64?
    /// Microseconds.
    let duration: Int64
    let reason: String
    let askedBy: String
    let createdAt: Int64
    /// The word of the state, for queries; all of it is in `detail`.
    let state: String
    /// JSON of a `RequestState`.
    let detail: String
    let isOpen: Bool

    init(_ request: ResourceRequest, number: Int64) throws {
        self.number = number
        owner = request.server.owner.value
        server = request.server.name.value
        profile = request.profile?.value
        cpu = request.size.cpu?.thousandths
        memory = request.size.memory?.count
        duration = (Timestamp(microseconds: 0) + request.duration).microseconds
        reason = request.reason.value
        askedBy = request.by
        createdAt = request.createdAt.microseconds
        state = request.state.word.rawValue
        detail = try json(request.state)
        isOpen = request.isOpen
    }

    func request() throws -> ResourceRequest {
        try reading {
            ResourceRequest(
                id: RequestID("r\(number)"),
                server: ServerKey(
                    owner: try UserName(owner), name: server.isEmpty ? .default : try ServerName(server)),
                profile: profile.map { ProfileID($0) },
                size: GrantSize(cpu: cpu.map { Cores(thousandths: $0) }, memory: memory.map { Bytes($0) }),
                duration: .microseconds(duration), reason: RequestText(own: reason), by: askedBy,
                createdAt: Timestamp(microseconds: createdAt), state: try value(RequestState.self, json: detail))
        }
    }
}

extension RequestID {
    /// The row's number; nil for an id that no request has.
    var number: Int64? { value.hasPrefix("r") ? Int64(value.dropFirst()) : nil }
}
