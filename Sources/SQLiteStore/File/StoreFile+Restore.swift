package import Foundation
import GRDB

extension StoreFile {
    /// What `restore` did.
    package struct Restored: Sendable {
        package let report: StoreReport
        /// The instance key that was in the backup; nil when it is the bare copy of a store.
        package let key: Data?
        /// Where the store that was there is now; nil when there was none.
        package let aside: String?
    }

    /// Puts this backup's store at `store`, which no process may be using, and keeps the one that was there as `aside`.
    ///
    /// The copy is checked before it takes its place, in one step: whenever this breaks off there is the one store or the
    /// other. User ids that the replaced store has given are not given again.
    package func restore(
        to store: String, aside: String, progress: @escaping Progress
    ) throws(StoreProblem) -> Restored {
        let old = StoreFile(path: store)
        let isThere = FileManager.default.fileExists(atPath: store)
        let highestUID = isThere ? old.highestUID() : nil
        let new = NewFile(store)
        defer { new.discard() }
        var key: Data?
        let report = try copy(to: new, progress) { db in
            key = try Meta.value(.instanceKey, db).flatMap { Data(base64Encoded: $0) }
            try Meta.remove(.instanceKey, db)
            try Meta.remove(.backedUpAt, db)
            let kept = try Meta.value(.highestUID, db).flatMap { UInt32($0) }
            if let highest = [kept, highestUID].compactMap(\.self).max() {
                try Meta.set(.highestUID, "\(highest)", db)
            }
        }
        if isThere { try old.keep(as: aside) }
        try new.place(replacing: true)
        return Restored(report: report, key: key, aside: isThere ? aside : nil)
    }

    private func highestUID() -> UInt32? {
        let text = try? open().read { db in try Meta.value(.highestUID, db) }
        return text.flatMap { UInt32($0) }
    }

    /// Gives the file a second name, with all that was still beside it in -wal; its first name stays until another store
    /// takes it. A damaged store's -wal goes with it as it is.
    private func keep(as aside: String) throws(StoreProblem) {
        let queue = try? DatabaseQueue(path: path, configuration: SQLiteStore.configuration())
        try? queue?.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try? queue?.close()
        guard link(path, aside) == 0 else { throw .inaccessible(aside, "it cannot be made") }
        if rename(path + "-wal", aside + "-wal") != 0, errno != ENOENT {
            throw .inaccessible(aside + "-wal", "it cannot be made")
        }
        unlink(path + "-shm")
    }
}
