/// `GET /hub/api/audit`: entries, the newest first.
package struct AuditPageModel: Hashable, Sendable, Codable {
    package var entries: [AuditEntryModel]
    /// What `after` is for the entries that follow; null at the end.
    @OrNull package var next: Int64?

    package init(entries: [AuditEntryModel], next: Int64?) {
        self.entries = entries
        self.next = next
    }
}

/// Who did what, to what, from where, with what result.
package struct AuditEntryModel: Hashable, Sendable, Codable {
    package var id: Int64
    package var at: String
    /// `ada`, `ada/token a3`, `system`; `-` for somebody without a credential that counts.
    package var principal: String
    @OrNull package var address: String?
    package var action: String
    package var target: String
    package var parameters: [String: String]
    /// `done`, or what came of it, or the code of what it was refused for.
    package var result: String

    package init(
        id: Int64, at: String, principal: String, address: String?, action: String, target: String,
        parameters: [String: String], result: String
    ) {
        self.id = id
        self.at = at
        self.principal = principal
        self.address = address
        self.action = action
        self.target = target
        self.parameters = parameters
        self.result = result
    }
}

/// `GET` and `PUT /hub/api/drain`: whether launches are taken.
package struct DrainModel: Hashable, Sendable, Codable {
    package var draining: Bool
    /// The admin's words; null where there is no drain.
    @OrNull package var message: String?
    /// When what still runs is stopped; null: it is not.
    @OrNull package var deadline: String?
    @OrNull package var since: String?
    @OrNull package var by: String?

    package init(draining: Bool, message: String?, deadline: String?, since: String?, by: String?) {
        self.draining = draining
        self.message = message
        self.deadline = deadline
        self.since = since
        self.by = by
    }
}

/// `PUT /hub/api/drain`.
package struct NewDrain: Hashable, Sendable, Codable {
    package var message: String?
    /// Seconds from now.
    package var deadline: Int?

    package init(message: String? = nil, deadline: Int? = nil) {
        self.message = message
        self.deadline = deadline
    }
}

/// `GET` and `POST /hub/api/broadcast`: what everybody is told; all null where it is nothing.
package struct BroadcastModel: Hashable, Sendable, Codable {
    @OrNull package var message: String?
    /// `info`, `warning` or `error`.
    @OrNull package var level: String?
    @OrNull package var at: String?
    /// When it is over; null: when it is withdrawn.
    @OrNull package var until: String?
    /// Which servers are told, in the language of the fleet's filters; empty: all.
    @OrNull package var filter: String?
    @OrNull package var by: String?

    package init(
        message: String? = nil, level: String? = nil, at: String? = nil, until: String? = nil, filter: String? = nil,
        by: String? = nil
    ) {
        self.message = message
        self.level = level
        self.at = at
        self.until = until
        self.filter = filter
        self.by = by
    }
}

/// `POST /hub/api/broadcast`.
package struct NewBroadcast: Hashable, Sendable, Codable {
    package var message: String
    package var level: String?
    /// Seconds from now.
    package var until: Int?
    package var filter: String?

    package init(message: String, level: String? = nil, until: Int? = nil, filter: String? = nil) {
        self.message = message
        self.level = level
        self.until = until
        self.filter = filter
    }
}
