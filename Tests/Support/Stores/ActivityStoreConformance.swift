package import Servers

/// An activity store to check, with a way to have a server that it may keep something of.
package struct ActivityStoreSubject: Sendable {
    package let store: any ActivityStore
    package let addServer: @Sendable (ServerID, UserName) async throws -> Void

    package init(
        store: any ActivityStore, addServer: @escaping @Sendable (ServerID, UserName) async throws -> Void
    ) {
        self.store = store
        self.addServer = addServer
    }
}

/// The contract of `ActivityStore`.
package enum ActivityStoreConformance {
    private static let (ada, bob) = (ServerID("aaaa"), ServerID("bbbb"))
    private static let some = [
        Evidence(.busyKernel, "work/\"a\".ipynb", at: StoreSamples.start, since: StoreSamples.start - .seconds(9)),
        Evidence(.cpu, at: StoreSamples.start),
    ]

    package static let cases: [ConformanceCase<ActivityStoreSubject>] = [
        ConformanceCase("What is kept is there again, in its order, and what is kept later takes its place") {
            subject in
            try await subject.addServer(ada, UserName("ada"))
            try await subject.addServer(bob, UserName("bob"))
            try await subject.store.keepEvidence([ada: some, bob: some.reversed()])
            try same(try await subject.store.evidence(), [ada: some, bob: some.reversed()])
            try await subject.store.keepEvidence([ada: [some[1]]])
            try same(try await subject.store.evidence(), [ada: [some[1]], bob: some.reversed()])
        },
        ConformanceCase("Nothing forgets a server, and nothing is kept of one that is not there") { subject in
            try await subject.addServer(ada, UserName("ada"))
            try await subject.store.keepEvidence([ada: some, bob: some])
            try same(try await subject.store.evidence(), [ada: some])
            try await subject.store.keepEvidence([ada: [], bob: []])
            try same(try await subject.store.evidence(), [:])
        },
    ]
}
