import Accounts
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Servers
import Support
import Testing

@testable import Control
@testable import SQLiteStore
@testable import Web

/// A store in a file with many started servers, and the API and the pages on it; for benchmarks.
struct StoredFleet {
    let store: SQLiteStore
    let useCases: UseCases
    private let router: RouterResponder<WebContext>
    private let token: String
    /// A browser session of an admin, as a cookie.
    let cookie: String

    init(_ count: Int) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "berth-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let time = VirtualTime()
        store = try SQLiteStore.open(
            path: directory.appending(path: "berth.db").path, uids: .base(20_000), uptime: { time.uptime() },
            onChange: { _ in }, logger: logger)
        let resources = StoreSamples.spec(try UserName("ada")).resources
        let profile = Profile(
            id: ProfileID("small"), title: "Small", summary: "", image: "berth/notebook:minimal", resources: resources,
            ceiling: Ceiling(cpu: resources.cpu.burst, memory: resources.memory))
        let control = ControlContext(
            servers: store, accounts: store, pulled: store, requests: store, auditLog: store, operating: store,
            ledger: store, runtime: FakeRuntime(), notebook: FakeNotebook(), workspaces: FakeWorkspaces(),
            routes: FakeRoutes(), revoker: NoRevoker(), time: time, feed: ChangeFeed(),
            keys: KeyRing(instanceKey: Data(repeating: 1, count: 32)),
            origins: try Origins(hubURL: "http://localhost:8000", notebookURL: "http://{user}.localhost:8000"),
            instance: InstanceID("testtest"),
            profiles: { ProfileSet(profiles: [profile], defaultID: ProfileID("small")) })
        useCases = UseCases(control)
        router = buildRouter(
            useCases,
            configuration: WebConfiguration(socketPath: "/nowhere", version: "0", launchWait: .zero, metrics: { "" })
        ).buildResponder()

        _ = try await store.addUser(UserName("root"), isAdmin: true, at: time.now(), audit: nil)
        let secret = Secret(prefix: "bth_")
        _ = try await store.addToken(
            secret.hash, user: UserName("root"), scopes: nil, note: "", createdAt: time.now(), expiresAt: nil,
            audit: nil)
        token = "token \(secret.text)"
        let opened = Secret()
        let session = Session(
            id: .random(length: 16), user: try UserName("root"), createdAt: time.now(),
            expiresAt: time.now() + .seconds(86_400), address: nil)
        try await store.addSession(opened.hash, session)
        cookie = "\(SessionCookie.name(control.origins))=\(opened.text)"
        let key = try StoreSamples.key("ada")
        _ = try await store.addUser(key.owner, isAdmin: false, at: time.now(), audit: nil)
        for group in 0..<10 { try await store.addGroup(GroupName("g\(group)"), audit: nil) }
        _ = try await store.changeGroup(GroupName("g1"), .join([key.owner]), at: time.now(), audit: nil)
        let server = StoreSamples.launched(key, id: "id0")
        _ = try await store.change(key) { _ in ServerChange(server: server, outcome: ()) }
        let status = StoreSamples.fullStatus(of: server, phase: .started)
        try await store.record(status, [], at: time.now())
        try await store.noteUse(of: key, at: StoreSamples.start)
        try await multiply(count)
        for number in 0..<count {
            let id = ServerID("id\(number)")
            for second in 0..<2 {
                let usage = ContainerUsage(
                    at: time.now() + .seconds(second), memory: .mebibytes(300), cpu: .seconds(second))
                control.usage.note(usage, of: id, container: ContainerID("abcdef"), at: control.time.moment())
                let kernel = NotebookKernel(
                    id: "k", name: "python3", path: "work/train-\(number).ipynb", state: "idle",
                    lastActivity: time.now() - .seconds(number), connections: 1)
                control.activity.note(
                    .known(NotebookActivity(kernels: [kernel])), usage: usage, of: id, generation: 1, at: time.now())
            }
        }
    }

    /// Copies the one server there is, its owner and what is beside it until there are so many.
    private func multiply(_ count: Int) async throws {
        try await store.write { db in
            func copy(_ table: String, where condition: String, _ changed: [String: String]) throws {
                guard let row = try Row.fetchOne(db, sql: "SELECT * FROM \(table) WHERE \(condition)") else { return }
                let columns = Array(row.columnNames)
                let values: [DatabaseValue] = columns.map { column in
                    changed[column].map { $0.databaseValue } ?? (row[column] as DatabaseValue)
                }
                try db.execute(
                    sql: """
                        INSERT INTO \(table) (\(columns.joined(separator: ", ")))
                        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                        """,
                    arguments: StatementArguments(values))
            }
            for number in 1..<count {
                let (id, owner) = ("id\(number)", "u\(number)")
                try copy("users", where: "name = 'ada'", ["name": owner, "uid": "\(30_000 + number)"])
                try copy("memberships", where: "user = 'ada'", ["user": owner, "in_group": "g\(number % 10)"])
                try copy("servers", where: "id = 'id0'", ["id": id, "owner": owner])
                try copy("status", where: "server = 'id0'", ["server": id])
                try copy("uses", where: "server = 'id0'", ["server": id])
            }
        }
    }

    func ask(_ path: String, accept: String) async throws {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost:8000", path: "/hub/api" + path)
        head.headerFields[.berthOrigin] = "hub"
        head.headerFields[.authorization] = token
        head.headerFields[.accept] = accept
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let response = try await router.respond(to: request, context: WebContext(from: BenchSource()))
        #expect(response.status == .ok)
    }
}

private struct BenchSource: RequestContextSource {
    var logger: Logger { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }
}
