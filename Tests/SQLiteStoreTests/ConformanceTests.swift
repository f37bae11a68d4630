import Accounts
import Servers
import Support
import Testing

@testable import SQLiteStore

@Suite("What every server store keeps to")
struct ServerStoreConformanceTests {
    @Test("SQLite:", arguments: ServerStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<ServerStoreSubject>) async throws {
        let opened = try OpenedStore()
        try await sentence.check(opened.subject())
    }

    @Test("Memory:", arguments: ServerStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<ServerStoreSubject>) async throws {
        let announced = Announcements()
        let store = MemoryServerStore(now: { StoreSamples.start }, onChange: { announced.add($0) })
        try await sentence.check(
            ServerStoreSubject(
                store: store, addOwner: { _ in }, audit: { store.audit }, changes: { announced.all }))
    }
}

@Suite("What every account store keeps to")
struct AccountStoreConformanceTests {
    @Test("SQLite:", arguments: AccountStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<AccountStoreSubject>) async throws {
        let opened = try OpenedStore()
        try await sentence.check(
            AccountStoreSubject(store: opened.store) { try await opened.store.auditLog(limit: 1000).reversed() })
    }

    @Test("Memory:", arguments: AccountStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<AccountStoreSubject>) async throws {
        let store = MemoryAccountStore()
        try await sentence.check(AccountStoreSubject(store: store) { store.audit })
    }
}

@Suite("What the audit log and every operating store keep to")
struct OperatingStoreConformanceTests {
    @Test("SQLite:", arguments: OperatingStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<OperatingSubject>) async throws {
        let opened = try OpenedStore()
        try await sentence.check(OperatingSubject(store: opened.store, log: opened.store))
    }

    @Test("Memory:", arguments: OperatingStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<OperatingSubject>) async throws {
        let store = MemoryOperatingStore()
        try await sentence.check(OperatingSubject(store: store, log: MemoryAuditStore(beside: { store.audit })))
    }
}

@Suite("What every activity store keeps to")
struct ActivityStoreConformanceTests {
    @Test("SQLite:", arguments: ActivityStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<ActivityStoreSubject>) async throws {
        let opened = try OpenedStore()
        try await sentence.check(
            ActivityStoreSubject(store: opened.store) { id, owner in
                try await opened.subject().addOwner(owner)
                let server = StoreSamples.launched(ServerKey(owner: owner), id: id.value)
                try await opened.store.change(server.key) { _ in ServerChange(server: server, outcome: ()) }
            })
    }

    @Test("Memory:", arguments: ActivityStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<ActivityStoreSubject>) async throws {
        let store = MemoryActivityStore(servers: [])
        try await sentence.check(ActivityStoreSubject(store: store) { id, _ in store.add(id) })
    }
}

@Suite("What every ledger of use keeps to")
struct UsageStoreConformanceTests {
    @Test("SQLite:", arguments: UsageStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<UsageStoreSubject>) async throws {
        let opened = try OpenedStore()
        let store = opened.store
        try await sentence.check(
            UsageStoreSubject(
                ledger: store, servers: store, requests: store, time: opened.time, addOwner: opened.subject().addOwner))
    }

    @Test("Memory:", arguments: UsageStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<UsageStoreSubject>) async throws {
        let (time, requests) = (VirtualTime(start: StoreSamples.start), MemoryRequestStore())
        let store = MemoryServerStore(
            now: { time.now() }, uptime: { time.uptime() }, hasRequest: { requests.hasRequest(of: $0, since: $1) })
        try await sentence.check(
            UsageStoreSubject(ledger: store, servers: store, requests: requests, time: time, addOwner: { _ in }))
    }
}

@Suite("What every image store keeps to")
struct ImageStoreConformanceTests {
    @Test("SQLite:", arguments: ImageStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<ImageStoreSubject>) async throws {
        let opened = try OpenedStore()
        try await sentence.check(
            ImageStoreSubject(store: opened.store) { try await opened.store.auditLog(limit: 1000).reversed() })
    }

    @Test("Memory:", arguments: ImageStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<ImageStoreSubject>) async throws {
        let store = MemoryImageStore()
        try await sentence.check(ImageStoreSubject(store: store) { store.audit })
    }
}

@Suite("What every request store keeps to")
struct RequestStoreConformanceTests {
    @Test("SQLite:", arguments: RequestStoreConformance.cases)
    func sqlite(_ sentence: ConformanceCase<RequestStoreSubject>) async throws {
        let opened = try OpenedStore()
        let subject = opened.subject()
        try await sentence.check(
            RequestStoreSubject(store: opened.store, addOwner: subject.addOwner, audit: subject.audit))
    }

    @Test("Memory:", arguments: RequestStoreConformance.cases)
    func memory(_ sentence: ConformanceCase<RequestStoreSubject>) async throws {
        let store = MemoryRequestStore()
        try await sentence.check(RequestStoreSubject(store: store, addOwner: { _ in }, audit: { store.audit }))
    }

    @Test("A renamed server takes its open requests along, and an account that goes has none")
    func follows() async throws {
        let opened = try OpenedStore()
        let (old, new) = (try StoreSamples.key("ada", "gpu"), try StoreSamples.key("ada", "new"))
        let server = try await opened.subject().launch(old, id: "aaaa")
        let store = RequestStoreSubject(
            store: opened.store, addOwner: opened.subject().addOwner, audit: opened.subject().audit)
        let (open, done) = (try await store.add(old), try await store.add(old))
        _ = try await opened.store.changeRequest(done.id) {
            RequestChange($0.with(.withdrawn(at: StoreSamples.start)))
        }
        try await opened.store.change(old) { _ in ServerChange(server: server.renamed(new.name), outcome: ()) }
        #expect(try await opened.store.request(open.id)?.server == new)
        #expect(try await opened.store.request(done.id)?.server == old)
        var removed = server.renamed(new.name)
        removed.desired = .removed(.userRemoved)
        let gone = removed
        try await opened.store.change(new) { _ in ServerChange(server: gone, outcome: ()) }
        let status = StoreSamples.fullStatus(of: gone, phase: .finished)
        try await opened.store.record(status, [], at: StoreSamples.start)
        _ = try await opened.store.addUser(UserName("root"), isAdmin: true, at: StoreSamples.start, audit: nil)
        _ = try await opened.store.changeUser(
            old.owner, .remove(purge: false), at: StoreSamples.start, audit: nil)
        try await opened.store.finishRemoval(old.owner, at: StoreSamples.start)
        #expect(try await opened.store.requests(of: nil).isEmpty)
    }
}
