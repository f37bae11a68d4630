import GRDB
import Servers

/// A row of `audit`.
struct AuditRecord: Record {
    static var databaseTableName: String { "audit" }

    let at: Int64
    let principal: String
    let address: String?
    let action: String
    let target: String
    let result: String

    init(_ entry: AuditEntry) {
        at = entry.at.microseconds
        principal = entry.principal
        address = entry.address
        action = entry.action
        target = entry.target
        result = entry.result
    }

    var entry: AuditEntry {
        AuditEntry(
            at: Timestamp(microseconds: at), principal: principal, address: address, action: action, target: target,
            result: result)
    }
}
