import Foundation
import GRDB
import Servers

// What opening the file takes.
extension SQLiteStore {
    /// Five seconds for another process (a backup, `sqlite3` in a shell) to let go before a call fails as busy.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "berth-store"
        configuration.busyMode = .timeout(5)
        return configuration
    }

    /// Makes the file if need be and lets nobody but its owner read it; SQLite gives its -wal and -shm the same mode.
    static func makePrivate(_ path: String) throws(StoreProblem) {
        let file = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw .inaccessible(path, "it cannot be opened (\(String(cString: strerror(errno))))")
        }
        let changed = fchmod(file, 0o600)
        let code = errno
        Foundation.close(file)
        guard changed == 0 else {
            throw .inaccessible(path, "its mode cannot be set to 0600 (\(String(cString: strerror(code))))")
        }
    }

    /// Checks that the file is ours and whole, brings it up to date, and answers the instance it belongs to.
    static func prepare(_ pool: DatabasePool, path: String) throws -> InstanceID {
        let migrator = Schema.migrator
        try pool.read { db in
            try verify(db, pragma: "quick_check", path: path)
            try refuseUnfit(db, path: path)
        }
        try migrator.migrate(pool)
        // GRDB sets NORMAL, with which a loss of power may undo commits: an accepted launch must survive that.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        return try pool.write { db in
            let fresh = InstanceID.random(length: 8)
            let kept = try Meta.value(.instance, db)
            if kept == nil { try Meta.set(.instance, fresh.value, db) }
            return kept.map { InstanceID($0) } ?? fresh
        }
    }

    /// Runs SQLite's own check and throws its first complaint.
    static func verify(_ db: Database, pragma: String, path: String) throws {
        let answer = try String.fetchOne(db, sql: "PRAGMA \(pragma)(1)") ?? "no answer"
        guard answer == "ok" else { throw StoreProblem.damaged(path, "the database is damaged (\(answer))") }
    }

    /// Throws when the file is another program's or a newer Berth's; an empty one is neither.
    static func refuseUnfit(_ db: Database, path: String) throws {
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || mark == Schema.applicationID else {
            throw StoreProblem(
                .foreign, path: path, problem: "it is the database of another program",
                remedy: "choose another state directory, or move that file away")
        }
        guard try !Schema.migrator.hasBeenSuperseded(db) else {
            throw StoreProblem(
                .newer, path: path, problem: "a newer version of Berth wrote it",
                remedy: "run that version or a later one, or restore a backup made by this one")
        }
    }

    /// The migrations that a store has, oldest first.
    static func migrations(of db: Database) throws -> [String] {
        try Schema.migrator.appliedMigrations(db)
    }

    /// Runs `body` and throws what went wrong as a problem of the file at `path`.
    static func reporting<Value>(_ path: String, _ body: () throws -> Value) throws(StoreProblem) -> Value {
        do {
            return try body()
        } catch let problem as StoreProblem {
            throw problem
        } catch let error as DatabaseError {
            throw StoreProblem(error, path: path)
        } catch {
            throw .damaged(path, "it cannot be read (\(error))")
        }
    }
}
