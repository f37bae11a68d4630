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

/// Whether this is a benchmark.
private let isBenchmark = ProcessInfo.processInfo.environment["BERTH_BENCH_LISTING"] != nil

/// What it costs to list many servers, out of a store in a file. `scripts/bench/listing` runs it. Not a test: it checks
/// nothing but that the answers are whole.
@Suite("The cost of listing", .serialized, .enabled(if: isBenchmark))
struct ListingBench {
    private static let pages = "application/jupyterhub-pagination+json"
    private static let runs = 7

    /// At once, whatever standard output is.
    private static func say(_ text: String) { FileHandle.standardOutput.write(Data("bench: \(text)\n".utf8)) }

    /// Processor time of this process.
    private static var spent: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The median processor time of `body`, in milliseconds.
    private static func cost(_ body: () async throws -> Void) async throws -> Double {
        var costs: [Duration] = []
        for _ in 0..<runs {
            let before = spent
            try await body()
            costs.append(spent - before)
        }
        return costs.sorted()[runs / 2] / .milliseconds(1)
    }

    @Test("Servers listed whole, in pages, filtered and sorted", arguments: [100, 1000, 10_000])
    func listing(count: Int) async throws {
        let fleet = try await StoredFleet(count)
        var costs: [(String, Double)] = []
        func measure(_ name: String, _ body: () async throws -> Void) async throws {
            costs.append((name, try await Self.cost(body)))
        }
        for (name, path) in [
            ("a page of 50", "/servers?limit=50"), ("by phase", "/servers?filter=phase:started&limit=50&sort=-since"),
            ("by profile", "/servers?filter=profile:small&limit=50"),
            ("by idleness and memory", "/servers?filter=idle:%3E1h+used:%3E1%25&limit=50&sort=-idle"),
            ("by group", "/servers?filter=group:g1&limit=50"), ("by verdict", "/servers?filter=-verdict:reap&limit=50"),
            ("a page of 50 users", "/users?limit=50"),
        ] {
            try await measure(name) { try await fleet.ask(path, accept: Self.pages) }
        }
        try await measure("whole") { try await fleet.ask("/servers", accept: "application/json") }
        try await measure("of which lines of names") { _ = try await fleet.store.fleet(of: nil, with: []) }
        try await measure("of which lines with all") {
            _ = try await fleet.store.fleet(of: nil, with: [.spec, .status])
        }
        try await measure("of which whole servers") { _ = try await fleet.store.servers(of: nil) }
        let whole = costs.first { $0.0 == "whole" }?.1 ?? 1
        for (name, cost) in costs {
            let share = whole > 0 ? "\((cost / whole * 1000).rounded() / 10) % of whole" : ""
            Self.say("\(count) servers, \(name): \((cost * 10).rounded() / 10) ms, \(share)")
        }
    }
}

/// A store in a file with many started servers, and the API on it.
private struct StoredFleet {
    let store: SQLiteStore
    private let router: RouterResponder<WebContext>
    private let token: String

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
        router = buildRouter(
            UseCases(control),
            configuration: WebConfiguration(socketPath: "/nowhere", version: "0", launchWait: .zero, metrics: { "" })
        ).buildResponder()

        _ = try await store.addUser(UserName("root"), isAdmin: true, at: time.now(), audit: nil)
        let secret = Secret(prefix: "bth_")
        _ = try await store.addToken(
            secret.hash, user: UserName("root"), scopes: nil, note: "", createdAt: time.now(), expiresAt: nil,
            audit: nil)
        token = "token \(secret.text)"
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
