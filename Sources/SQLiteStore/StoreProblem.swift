import GRDB

/// Why the store cannot be used: which file, what is wrong with it, and what to do.
package struct StoreProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let kind: Kind
    package let path: String
    package let problem: String
    package let remedy: String

    /// A bounded set, for programs and metrics.
    package enum Kind: String, Hashable, Sendable {
        /// The file or its directory cannot be read or written.
        case inaccessible
        /// The file is damaged, or not a database at all.
        case damaged
        /// It is a database, but not of Berth.
        case foreign
        /// A newer Berth wrote it.
        case newer
        case full
        /// There is a file already where one was to be made.
        case exists
        /// Another process holds it.
        case busy
        /// Anything else that SQLite reports, constraints included.
        case failed
        /// A call that no correct program makes.
        case misuse
    }

    package init(_ kind: Kind, path: String, problem: String, remedy: String) {
        self.kind = kind
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    /// One sentence: `/var/lib/berth/berth.db: the file is damaged (…); restore it from a backup, …`.
    package var description: String { "\(path): \(problem); \(remedy)" }
}

extension StoreProblem {
    /// What `error` of the file at `path` means and what to do about it.
    init(_ error: DatabaseError, path: String) {
        let detail = error.message ?? "code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB: self = .damaged(path, "it is not an SQLite database (\(detail))")
        case .SQLITE_CORRUPT: self = .damaged(path, "the database is damaged (\(detail))")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_IOERR:
            self = .inaccessible(path, "it cannot be read and written (\(detail))")
        case .SQLITE_FULL:
            self.init(
                .full, path: path, problem: "the disk is full (\(detail))",
                remedy: "free some space; nothing was written")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .busy, path: path, problem: "another process holds the database (\(detail))",
                remedy: "see that only one `berth serve` uses this state directory")
        default:
            self.init(
                .failed, path: path, problem: "the database refused (\(detail))",
                remedy: "nothing was written; please report this with the log")
        }
    }

    static func damaged(_ path: String, _ problem: String) -> StoreProblem {
        StoreProblem(
            .damaged, path: path, problem: problem,
            remedy: "restore it from a backup, or move it (and its -wal and -shm files) away to start with an empty one"
        )
    }

    static func inaccessible(_ path: String, _ problem: String) -> StoreProblem {
        StoreProblem(
            .inaccessible, path: path, problem: problem,
            remedy: "make its directory exist and be writable for the user that runs `berth serve`")
    }

    static func misuse(_ path: String, _ problem: String) -> StoreProblem {
        StoreProblem(.misuse, path: path, problem: problem, remedy: "nothing was written; please report this")
    }
}
