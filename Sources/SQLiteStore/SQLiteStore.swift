package import Accounts
import Foundation
import GRDB
package import Logging
package import Servers
import Synchronization

/// Berth's store: one SQLite file, the only place with SQL. Keeps servers, accounts, their history and the audit log.
///
/// Writes are one after another, each in one transaction that is on the disk when the call returns; reads never wait for
/// writes. A write that has begun is completed even if the task that asked for it is cancelled. Everything that SQLite
/// reports is thrown as `StoreProblem`.
package final class SQLiteStore: Sendable {
    /// This installation, made when the store was first opened.
    package let instance: InstanceID
    let path: String
    let uids: UIDPolicy
    let now: @Sendable () -> Timestamp
    let uptime: @Sendable () -> Uptime
    let onChange: @Sendable (StoreChange) -> Void
    let observer: StoreObserver
    private let pool: DatabasePool
    private let logger: Logger
    private let isClosed = Mutex(false)

    private init(
        path: String, pool: DatabasePool, instance: InstanceID, uids: UIDPolicy,
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Uptime,
        onChange: @escaping @Sendable (StoreChange) -> Void, observer: StoreObserver, logger: Logger
    ) {
        self.path = path
        self.pool = pool
        self.instance = instance
        self.uids = uids
        self.now = now
        self.uptime = uptime
        self.onChange = onChange
        self.observer = observer
        self.logger = logger
    }

    /// Opens the file at `path`, making it (mode 0600, in a directory that must exist) or bringing it up to date.
    ///
    /// Blocks its thread until that is done: for start-up only.
    /// - Parameters:
    ///   - uids: which user ids new accounts get.
    ///   - now: stamps the events of a change that carries no audit entry.
    ///   - uptime: what the ledger of use goes by, beside the clock.
    ///   - onChange: called after each commit that concerned a server, in the order of the commits, with the id of that
    ///     server's newest event. It holds up the next write, so it must be quick and must not call the store.
    package static func open(
        path: String, uids: UIDPolicy, now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) },
        uptime: @escaping @Sendable () -> Uptime, onChange: @escaping @Sendable (StoreChange) -> Void,
        observer: StoreObserver = StoreObserver(), logger: Logger
    ) throws(StoreProblem) -> SQLiteStore {
        try makePrivate(path)
        return try reporting(path) {
            let pool = try DatabasePool(path: path, configuration: configuration())
            let instance = try prepare(pool, path: path)
            logger.info("Opened the store", metadata: ["path": "\(path)", "instance": "\(instance)"])
            return SQLiteStore(
                path: path, pool: pool, instance: instance, uids: uids, now: now, uptime: uptime,
                onChange: onChange, observer: observer, logger: logger)
        }
    }

    /// Closes the file, with everything in it rather than beside it in -wal; calls that come after this fail.
    /// Closing twice is closing once.
    package func close() {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        do {
            try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try pool.close()
        } catch {
            logger.warning("Could not close the store", metadata: ["path": "\(path)", "error": "\(error)"])
        }
    }

    /// Reads the whole file for damage; throws `StoreProblem` with the first that is found.
    package func check() async throws {
        let path = path
        try await read { db in try Self.verify(db, pragma: "integrity_check", path: path) }
    }

    // MARK: Transactions

    /// Reads from one consistent snapshot. Stops when the task is cancelled.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await observer.measured(false) {
            do {
                return try await pool.read(body)
            } catch {
                throw Self.translate(error, path)
            }
        }
    }

    /// Writes in one transaction, which nothing is left of when `body` throws.
    ///
    /// GRDB rolls back the write of a cancelled task, and a request whose client went away is a cancelled task: so the
    /// write has a task of its own, which is awaited but never cancelled.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let (pool, path) = (pool, path)
        return try await observer.measured(true) {
            try await Task.detached {
                do {
                    return try await pool.write(body)
                } catch {
                    throw Self.translate(error, path)
                }
            }.value
        }
    }

    /// Makes a `StoreProblem` of what GRDB or a row throws; what a caller's own closure throws stays as it is.
    private static func translate(_ error: any Error, _ path: String) -> any Error {
        switch error {
        case let error as DatabaseError: StoreProblem(error, path: path)
        case let error as UnreadableRow:
            StoreProblem.damaged(path, "a row of \(error.table) cannot be read (\(error.cause))")
        case let error as RowDecodingError: StoreProblem.damaged(path, "a row cannot be read (\(error))")
        case let error as DecodingError: StoreProblem.damaged(path, "a row cannot be read (\(error))")
        default: error
        }
    }

    /// Calls `onChange` once the present transaction is committed.
    func announce(_ server: ServerID, _ db: Database) throws {
        let onChange = onChange
        let event = try Int64.fetchOne(
            db, sql: "SELECT max(id) FROM events WHERE server = ?", arguments: [server.value])
        db.afterNextTransaction { _ in onChange(.server(server, event: event ?? 0)) }
    }

    /// Has `news` counted once the present transaction is committed.
    func count(_ news: StoreNews, _ db: Database) {
        let observer = observer
        db.afterNextTransaction { _ in observer.news(news) }
    }
}
