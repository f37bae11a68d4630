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
