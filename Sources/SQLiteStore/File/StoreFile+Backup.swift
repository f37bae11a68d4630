package import Foundation
import GRDB
package import Servers

extension StoreFile {
    /// Writes the store as it is at this moment, and the instance key, to one file at `target` (0600).
    ///
    /// Who uses the store goes on meanwhile. The copy is checked before it takes its place, whole or not at all.
    /// Throws `StoreProblem`, of kind `.exists` when there is a file at `target` and it is not to be replaced.
    package func backUp(
        to target: String, key: Data, replacing: Bool, at now: Timestamp, progress: @escaping Progress
    ) throws(StoreProblem) -> StoreReport {
        let new = NewFile(target)
        guard replacing || !FileManager.default.fileExists(atPath: target) else { throw new.exists }
        defer { new.discard() }
        let report = try copy(to: new, progress) { db in
            try Meta.set(.instanceKey, key.base64EncodedString(), db)
            try Meta.set(.backedUpAt, "\(now.microseconds)", db)
        }
        try new.place(replacing: replacing)
        return report
    }

    /// Copies the store to a file that has not taken its place yet, changes the copy by `change`, and checks it.
    func copy(
        to new: NewFile, _ progress: @escaping Progress, _ change: (Database) throws -> Void
    ) throws(StoreProblem) -> StoreReport {
        try SQLiteStore.makePrivate(new.temporary)
        return try SQLiteStore.reporting(path) {
            let source = try open()
            let copy = try DatabaseQueue(path: new.temporary, configuration: SQLiteStore.configuration())
            try source.read { db in
                // Whatever is read first takes the snapshot that all steps copy from.
                try SQLiteStore.refuseUnfit(db, path: path)
                try copy.writeWithoutTransaction { target in
                    try db.backup(to: target, pagesPerStep: Self.pagesPerStep) { step in
                        progress(step.completedPageCount, step.totalPageCount)
                    }
                    // One file, with nothing of it beside it in -wal.
                    try target.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON")
                }
            }
            let report = try StoreFile(path: new.path).finish(copy, change)
            try copy.close()
            return report
        }
    }

    private func finish(_ copy: DatabaseQueue, _ change: (Database) throws -> Void) throws -> StoreReport {
        try copy.write(change)
        return try copy.read(report)
    }

    /// 1 MiB at a time.
    private static let pagesPerStep: CInt = 256
}
