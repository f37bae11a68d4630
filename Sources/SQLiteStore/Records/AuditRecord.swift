import GRDB
import Servers

/// A row of `audit`.
struct AuditRecord: Record {
    static var databaseTableName: String { "audit" }

    /// Nil until the store has numbered it.
    let id: Int64?
    let at: Int64
    let principal: String
    let address: String?
    let action: String
    let target: String
    let parameters: String
    let result: String

    init(_ entry: AuditEntry) throws {
        id = nil
        at = entry.at.microseconds
        principal = entry.principal
        address = entry.address
        action = entry.action
        target = entry.target
        parameters = try json(entry.parameters)
        result = entry.result
    }

    func line() throws -> AuditLine {
        try reading {
            AuditLine(
                id: id ?? 0,
                entry: AuditEntry(
                    at: Timestamp(microseconds: at), principal: principal, address: address, action: action,
                    target: target, parameters: try value(AuditParameters.self, json: parameters), result: result))
        }
    }
}
