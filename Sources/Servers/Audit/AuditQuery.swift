/// Which of the audit log's entries somebody wants to see. What is nil does not matter.
package struct AuditQuery: Hashable, Sendable {
    /// Not before this.
    package var since: Timestamp?
    /// Before this.
    package var until: Timestamp?
    /// Who: a user with all of their tokens, or one token (`ada/token 3`).
    package var principal: String?
    /// One action, or all that begin with the word: `server.stop`, `server`.
    package var action: String?
    /// What is in the target's text.
    package var target: String?
    /// Only entries older than the one of this number: where the last answer ended.
    package var after: Int64?
    package var limit: Int

    package init(
        since: Timestamp? = nil, until: Timestamp? = nil, principal: String? = nil, action: String? = nil,
        target: String? = nil, after: Int64? = nil, limit: Int = 100
    ) {
        self.since = since
        self.until = until
        self.principal = principal
        self.action = action
        self.target = target
        self.after = after
        self.limit = limit
    }

    package func matches(_ line: AuditLine) -> Bool {
        let entry = line.entry
        return since.map { entry.at >= $0 } ?? true && until.map { entry.at < $0 } ?? true
            && principal.map { entry.principal == $0 || entry.principal.hasPrefix($0 + "/") } ?? true
            && action.map { entry.action == $0 || entry.action.hasPrefix($0 + ".") } ?? true
            && target.map { $0.isEmpty || entry.target.contains($0) } ?? true && after.map { line.id < $0 } ?? true
    }
}

/// An entry with the store's number: ascending as they were written.
package struct AuditLine: Hashable, Sendable {
    package let id: Int64
    package let entry: AuditEntry

    package init(id: Int64, entry: AuditEntry) {
        self.id = id
        self.entry = entry
    }
}
