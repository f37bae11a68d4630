package import Servers
import Synchronization

/// Requests in memory, keeping the contract of `RequestStore`; servers and accounts are elsewhere.
package final class MemoryRequestStore: RequestStore {
    private struct State {
        var requests: [ResourceRequest] = []
        var audit: [AuditEntry] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Every audit entry so far, oldest first.
    package var audit: [AuditEntry] { state.withLock { $0.audit } }

    /// Whether more was asked for a server since then, or a grant is in force.
    package func hasRequest(of key: ServerKey, since: Timestamp) -> Bool {
        state.withLock { state in
            state.requests.contains { $0.server == key && ($0.createdAt >= since || $0.state.word == .approved) }
        }
    }

    package func addRequest(
        of owner: UserName, _ make: @escaping @Sendable (RequestID, Int) throws -> RequestChange
    ) async throws -> ResourceRequest {
        try state.withLock { state in
            let pending = state.requests.filter { $0.server.owner == owner && $0.state == .pending }.count
            let change = try make(RequestID("r\(state.requests.count + 1)"), pending)
            state.requests.append(change.request)
            state.audit += change.audit
            return change.request
        }
    }

    package func request(_ id: RequestID) async throws -> ResourceRequest? {
        state.withLock { $0.requests.first { $0.id == id } }
    }

    package func requests(of owner: UserName?) async throws -> [ResourceRequest] {
        state.withLock { $0.requests.filter { owner == nil || $0.server.owner == owner }.reversed() }
    }

    package func openRequests(of owner: UserName?) async throws -> [ResourceRequest] {
        state.withLock { $0.requests.filter { $0.isOpen && (owner == nil || $0.server.owner == owner) } }
    }

    package func changeRequest(
        _ id: RequestID, _ change: @escaping @Sendable (ResourceRequest) throws -> RequestChange?
    ) async throws -> ResourceRequest? {
        try state.withLock { state in
            guard let index = state.requests.firstIndex(where: { $0.id == id }) else { return nil }
            guard let change = try change(state.requests[index]) else { return state.requests[index] }
            state.requests[index] = change.request
            state.audit += change.audit
            return change.request
        }
    }
}
