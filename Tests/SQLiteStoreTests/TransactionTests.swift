import Foundation
import GRDB
import Servers
import Support
import Testing

@testable import SQLiteStore

@Suite("Transactions of the store")
struct TransactionTests {
    @Test("A write whose task is cancelled is committed all the same")
    func cancelled() async throws {
        let opened = try OpenedStore()
        let key = try StoreSamples.key("ada")
        try await opened.subject().addOwner(key.owner)
        let server = StoreSamples.launched(key, id: "aaaa")
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        let store = opened.store
        let task = Task {
            try await store.change(key) { _ in
                reach.finish()
                release.wait()
                return ServerChange(server: server, outcome: Task.isCancelled)
            }
        }
        for await _ in reached {}
        task.cancel()
        release.signal()
        #expect(try await task.value == false)
        #expect(try await opened.store.server(key)?.server == server)
    }

    @Test("A list of all servers waits for no write, and shows it as soon as it is done")
    func listing() async throws {
        let opened = try OpenedStore()
        let key = try StoreSamples.key("ada")
        try await opened.subject().launch(key, id: "aaaa")
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        let store = opened.store
        let task = Task {
            try await store.change(key) { before in
                reach.finish()
                release.wait()
                return ServerChange(
                    server: before?.server.launched(StoreSamples.spec(key.owner, image: "new"), at: StoreSamples.start),
                    outcome: ())
            }
        }
        for await _ in reached {}
        let during = try await store.fleet(of: nil, with: [.spec])
        release.signal()
        try await task.value
        let after = try await store.fleet(of: nil, with: [.spec])
        #expect(during.map(\.spec?.image) == ["berth/notebook:minimal"])
        #expect(after.map(\.spec?.image) == ["new"])
    }

    @Test("A task that was cancelled before still commits what it writes")
    func cancelledBefore() async throws {
        let opened = try OpenedStore()
        let name = try UserName("ada")
        let store = opened.store
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.addUser(name, isAdmin: false, at: StoreSamples.start, audit: nil)
        }
        let user = try await task.value
        #expect(try await opened.store.user(name) == user)
    }

    @Test("Reads go on while a write is open, and see what was before it")
    func readsDuringWrite() async throws {
        let opened = try OpenedStore()
        let key = try StoreSamples.key("ada")
        try await opened.subject().addOwner(key.owner)
        let server = StoreSamples.launched(key, id: "aaaa")
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        let store = opened.store
        async let written: Void = store.change(key) { _ in
            reach.finish()
            release.wait()
            return ServerChange(server: server, outcome: ())
        }
        for await _ in reached {}
        let during = try await store.server(key)
        let users = try await store.users().count
        release.signal()
        try await written
        #expect(during == nil)
        #expect(users == 1)
        #expect(try await store.server(key)?.server == server)
    }

    @Test("A change is announced only once it can be read")
    func announcedAfterCommit() async throws {
        let directory = try OpenedStore.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let (stream, continuation) = AsyncStream<StoreChange>.makeStream()
        let store = try OpenedStore.open(directory.appending(path: "berth.db").path) { continuation.yield($0) }
        defer { store.close() }
        let key = try StoreSamples.key("ada")
        _ = try await store.addUser(key.owner, isAdmin: false, at: StoreSamples.start, audit: nil)
        let server = StoreSamples.launched(key, id: "aaaa")
        async let written: Void = store.change(key) { _ in
            ServerChange(server: server, events: [NewEvent(.requested, "")], outcome: ())
        }
        let change = await stream.first { _ in true }
        let read = try await store.server(server.id)
        try await written
        #expect(change == .server(server.id, event: 1))
        #expect(read?.server == server)
        #expect(try await store.events(of: server.id, after: 0, limit: 1).first?.at == StoreSamples.start)
    }

    @Test("An owner without an account has no server")
    func unknownOwner() async throws {
        let opened = try OpenedStore()
        let key = try StoreSamples.key("eve")
        let server = StoreSamples.launched(key, id: "aaaa")
        let problem = await #expect(throws: StoreProblem.self) {
            try await opened.store.change(key) { _ in
                ServerChange(server: server, audit: StoreSamples.audit("server.launch"), outcome: ())
            }
        }
        #expect(problem?.kind == .failed)
        #expect(try await opened.store.auditLog(limit: 9) == [])
        #expect(opened.changes == [])
    }
}
