package import Servers

/// A request store to check, with what the checks need beside the port.
package struct RequestStoreSubject: Sendable {
    package let store: any RequestStore
    /// Makes the account that a server's owner may have to have.
    package let addOwner: @Sendable (UserName) async throws -> Void
    package let audit: @Sendable () async throws -> [AuditEntry]

    package init(
        store: any RequestStore, addOwner: @escaping @Sendable (UserName) async throws -> Void,
        audit: @escaping @Sendable () async throws -> [AuditEntry]
    ) {
        self.store = store
        self.addOwner = addOwner
        self.audit = audit
    }

    @discardableResult
    package func add(_ key: ServerKey, profile: ProfileID? = nil) async throws -> ResourceRequest {
        try await addOwner(key.owner)
        return try await store.addRequest(of: key.owner) { id, _ in
            RequestChange(
                StoreSamples.request(id, of: key, profile: profile), audit: [StoreSamples.audit("request.create")])
        }
    }
}

/// The contract of `RequestStore`.
package enum RequestStoreConformance {
    private struct No: Error {}

    package static let cases: [ConformanceCase<RequestStoreSubject>] = [
        ConformanceCase("Requests are numbered, read back whole, and listed by owner with the newest first") {
            subject in
            let (ada, bob) = (try StoreSamples.key("ada", "gpu"), try StoreSamples.key("bob"))
            let made = [
                try await subject.add(ada, profile: ProfileID("small")), try await subject.add(bob),
                try await subject.add(ada),
            ]
            try same(made.map(\.id.value), ["r1", "r2", "r3"])
            try same(try await subject.store.request(RequestID("r1")), made[0])
            for unknown in ["r9", "x", "", "r", "r99999999999999999999"] {
                try same(try await subject.store.request(RequestID(unknown)), nil)
            }
            try same(try await subject.store.requests(of: nil), made.reversed())
            try same(try await subject.store.requests(of: ada.owner), [made[2], made[0]])
            try same(try await subject.audit().count, 3)
        },
        ConformanceCase("Who adds one is told how many are pending, and may refuse") { subject in
            let (ada, bob) = (try StoreSamples.key("ada"), try StoreSamples.key("bob"))
            try await subject.add(ada)
            let second = try await subject.add(ada)
            try await subject.add(bob)
            _ = try await subject.store.changeRequest(second.id) {
                RequestChange($0.with(.withdrawn(at: StoreSamples.start)))
            }
            try await failing {
                try await subject.store.addRequest(of: ada.owner) { _, pending in
                    guard pending != 1 else { throw No() }
                    return RequestChange(StoreSamples.request(RequestID("r4"), of: ada))
                }
            }
            try same(try await subject.store.requests(of: nil).count, 3)
        },
        ConformanceCase("Every state is read back, and those that are open are listed with the oldest first") {
            subject in
            let key = try StoreSamples.key("ada")
            for _ in StoreSamples.requestStates { try await subject.add(key) }
            for (number, state) in StoreSamples.requestStates.enumerated() where state != .pending {
                let written = try await subject.store.changeRequest(RequestID("r\(number + 1)")) {
                    RequestChange($0.with(state), audit: [StoreSamples.audit("request.deny")])
                }
                try same(written?.state, state)
            }
            let all = try await subject.store.requests(of: key.owner)
            try same(all.map(\.state), StoreSamples.requestStates.reversed())
            for owner in [key.owner, nil] {
                try same(try await subject.store.openRequests(of: owner), all.reversed().filter(\.isOpen))
            }
            try same(try await subject.store.openRequests(of: UserName("bob")), [])
        },
        ConformanceCase("What a change throws leaves it as it was, nil too, and there is none of an unknown one") {
            subject in
            let made = try await subject.add(try StoreSamples.key("ada"))
            try await failing { try await subject.store.changeRequest(made.id) { _ in throw No() } }
            try same(try await subject.store.changeRequest(made.id) { _ in nil }, made)
            try same(try await subject.store.changeRequest(RequestID("r7")) { RequestChange($0) }, nil)
            try same(try await subject.store.request(made.id), made)
            try same(try await subject.audit().count, 1)
        },
    ]
}

extension StoreSamples {
    package static func request(
        _ id: RequestID, of key: ServerKey, profile: ProfileID? = nil
    ) -> ResourceRequest {
        ResourceRequest(
            id: id, server: key, profile: profile,
            size: GrantSize(cpu: Cores(thousandths: 16_000), memory: .gibibytes(64)), duration: .seconds(8 * 3600),
            reason: RequestText(own: "grüezi \"you\""), by: "ada/token a3", createdAt: start)
    }

    package static let grant = Grant(
        by: "root", note: RequestText(own: "be quick"), size: GrantSize(memory: .gibibytes(32)), at: start,
        until: start + .seconds(3600), before: LaunchOptions(profile: ProfileID("small"), memory: .gibibytes(1)))

    /// One of each kind.
    package static let requestStates: [RequestState] = {
        var given = grant
        given.outcome = .given
        var refused = grant
        refused.outcome = .refused("no room")
        return [
            .pending, .approved(grant), .approved(given), .approved(refused),
            .denied(.init(by: "root", note: .none, at: start)), .withdrawn(at: start),
            .ended(given, at: start, .shrinking), .ended(given, at: start, .inUse(.gibibytes(30))),
            .ended(given, at: start, .over("given back")),
        ]
    }()
}
