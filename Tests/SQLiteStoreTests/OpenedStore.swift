import Accounts
import Foundation
import Logging
import Servers
import Support
import Synchronization

@testable import SQLiteStore

/// A store in a directory of its own, which goes when this does.
final class OpenedStore: Sendable {
    let directory: URL
    let store: SQLiteStore
    private let announced: Announcements
    /// What the ledger goes by.
    let time: VirtualTime

    /// What was announced so far.
    var changes: [StoreChange] { announced.all }
    var path: String { store.path }

    init(uids: UIDPolicy = .base(20_000)) throws {
        directory = try Self.makeDirectory()
        let announced = Announcements()
        self.announced = announced
        let time = VirtualTime(start: StoreSamples.start)
        self.time = time
        store = try Self.open(directory.appending(path: "berth.db").path, uids: uids, time: time) { announced.add($0) }
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(at: directory)
    }

    static func makeDirectory() throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appending(path: "berth-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory
    }

    /// Opens the store at `path` with a silent log.
    static func open(
        _ path: String, uids: UIDPolicy = .base(20_000), time: VirtualTime = VirtualTime(start: StoreSamples.start),
        onChange: @escaping @Sendable (StoreChange) -> Void = { _ in }
    ) throws(StoreProblem) -> SQLiteStore {
        try SQLiteStore.open(
            path: path, uids: uids, now: { StoreSamples.start }, uptime: { time.uptime() }, onChange: onChange,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func subject() -> ServerStoreSubject {
        ServerStoreSubject(
            store: store,
            addOwner: { [store] name in
                if try await store.user(name) == nil {
                    _ = try await store.addUser(name, isAdmin: false, at: StoreSamples.start, audit: nil)
                }
            },
            audit: { [store] in try await store.auditLog(limit: 1000).reversed() },
            changes: { [announced] in announced.all })
    }
}

/// What a store announced, in order.
final class Announcements: Sendable {
    private let changes = Mutex<[StoreChange]>([])

    var all: [StoreChange] { changes.withLock { $0 } }

    func add(_ change: StoreChange) { changes.withLock { $0.append(change) } }
}

extension SQLiteStore {
    /// The audit log's last entries, newest first.
    func auditLog(limit: Int) async throws -> [AuditEntry] {
        try await audit(AuditQuery(limit: limit)).map(\.entry)
    }
}
