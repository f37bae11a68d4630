package import Servers

/// An image store to check, with the audit log that it writes to.
package struct ImageStoreSubject: Sendable {
    package let store: any ImageStore
    package let audit: @Sendable () async throws -> [AuditEntry]

    package init(store: any ImageStore, audit: @escaping @Sendable () async throws -> [AuditEntry]) {
        self.store = store
        self.audit = audit
    }
}

/// The contract of `ImageStore`.
package enum ImageStoreConformance {
    private static func image(_ digest: String, _ reference: String, _ seconds: Int) -> PulledImage {
        PulledImage(
            digest: ImageDigest(digest), reference: reference, pulledAt: StoreSamples.start + .seconds(seconds))
    }

    package static let cases: [ConformanceCase<ImageStoreSubject>] = [
        ConformanceCase("Images come by name and time, and a second pull of one takes the first's place") { subject in
            for pulled in [image("c", "b:1", 1), image("a", "a:1", 3), image("b", "a:1", 2), image("c", "b:2", 4)] {
                try await subject.store.notePulled(pulled)
            }
            let expected = [image("b", "a:1", 2), image("a", "a:1", 3), image("c", "b:2", 4)]
            try same(try await subject.store.pulledImages(), expected)
        },
        ConformanceCase("What is forgotten is gone, once, with its audit entry") { subject in
            try await subject.store.notePulled(image("a", "a:1", 1))
            let entry = StoreSamples.audit("image.remove")
            try await subject.store.forgetImage(ImageDigest("a"), audit: entry)
            try await subject.store.forgetImage(ImageDigest("z"), audit: entry)
            try same(try await subject.store.pulledImages(), [])
            try same(try await subject.audit(), [entry, entry])
        },
    ]
}
