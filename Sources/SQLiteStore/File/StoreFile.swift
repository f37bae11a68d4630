import Foundation
import GRDB
package import Servers

/// A store's file in the hands of an operator: checked, copied while it is in use, put back.
///
/// Each call opens the file by itself and blocks its thread until it is done: for commands, never for `serve`.
package struct StoreFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Called with the pages copied so far and in all.
    package typealias Progress = (_ done: Int, _ total: Int) -> Void

    /// Reads the whole file: whose it is, whether a newer Berth wrote it, whether it is whole, whether what rows refer to
    /// is there. Changes nothing; while `serve` runs, too. Throws `StoreProblem` with the first thing that is wrong.
    package func check() throws(StoreProblem) -> StoreReport {
        try SQLiteStore.reporting(path) { try open().read(report) }
    }

    /// The file as it is, for reading alone.
    func open() throws -> DatabaseQueue {
        var configuration = SQLiteStore.configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// What `check` finds, by a connection that is open already.
    func report(_ db: Database) throws -> StoreReport {
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0 > 0 else {
            throw StoreProblem.damaged(path, "there is nothing in it")
        }
        try SQLiteStore.refuseUnfit(db, path: path)
        try SQLiteStore.verify(db, pragma: "integrity_check", path: path)
        if let row = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") {
            let (table, parent) = (row[0] as String? ?? "?", row[2] as String? ?? "?")
            throw StoreProblem.damaged(path, "a row of \(table) refers to one of \(parent) that is not there")
        }
        let count = { (table: String) in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 }
        let size = try Int64.fetchOne(db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return StoreReport(
            instance: try Meta.value(.instance, db) ?? "?", size: Bytes(size ?? 0),
            schema: try SQLiteStore.migrations(of: db), users: try count("users"), servers: try count("servers"),
            madeAt: try Meta.value(.backedUpAt, db).flatMap { Int64($0) }.map { Timestamp(microseconds: $0) },
            hasKey: try Meta.value(.instanceKey, db) != nil)
    }
}

/// What is in a store that is in order.
package struct StoreReport: Hashable, Sendable {
    package let instance: String
    package let size: Bytes
    /// The names of the migrations it has, oldest first.
    package let schema: [String]
    package let users: Int
    package let servers: Int
    /// When this backup was made; nil for a store in use.
    package let madeAt: Timestamp?
    /// Whether the instance key is in it, as it is in a backup.
    package let hasKey: Bool
}
