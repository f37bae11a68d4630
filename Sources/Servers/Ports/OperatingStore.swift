/// The port to the audit log. What changes something writes its entry with the change; this is for reading it, and for what
/// changed nothing.
package protocol AuditStore: Sendable {
    /// Writes an entry of its own.
    func note(_ entry: AuditEntry) async throws

    /// The entries that `query` wants, the newest first, as many as it wants at most.
    func audit(_ query: AuditQuery) async throws -> [AuditLine]
}

/// The port to what admins said of the hub as a whole. Each write is one transaction with its audit entry.
package protocol OperatingStore: Sendable {
    /// The drain that is on; nil while launches are taken.
    func drain() async throws -> Drain?
    /// Begins a drain, changes it, or ends it.
    func setDrain(_ drain: Drain?, audit: AuditEntry) async throws

    /// What everybody is told; nil where it is nothing. It may be over already.
    func broadcast() async throws -> Broadcast?
    /// Tells something in place of what was told before, or nothing any more.
    func setBroadcast(_ broadcast: Broadcast?, audit: AuditEntry) async throws
}

extension OperatingStore {
    /// What everybody is told at `now`.
    package func broadcast(at now: Timestamp) async throws -> Broadcast? {
        try await broadcast().flatMap { $0.stands(at: now) ? $0 : nil }
    }
}
