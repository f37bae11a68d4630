/// A request for more than a profile's ceiling, and what became of it.
package struct RequestModel: Hashable, Sendable, Codable {
    /// `r3`.
    package var id: String
    /// Whose server it is for, and which.
    package var owner: String
    package var name: String
    package var fullName: String
    /// The profile in which it counts; null: whichever the server has.
    @OrNull package var profile: String?
    /// What was asked for; null: no more than the ceiling.
    @OrNull package var cpu: Double?
    @OrNull package var memory: Int64?
    /// Seconds.
    package var duration: Int
    package var reason: String
    /// Who asked.
    package var by: String
    package var created: String
    /// `pending`, `approved`, `denied`, `withdrawn`, or `ended`: the time of what was approved is over.
    package var state: String
    /// Who decided, with what words, and when; null while nobody has.
    @OrNull package var decision: DecisionModel?
    /// What was given; null where nothing was.
    @OrNull package var grant: GrantModel?
    /// What came of it, for people; null when there is nothing to say.
    @OrNull package var message: String?

    package init(
        id: String, owner: String, name: String, profile: String?, cpu: Double?, memory: Int64?, duration: Int,
        reason: String, by: String, created: String, state: String, decision: DecisionModel? = nil,
        grant: GrantModel? = nil, message: String? = nil
    ) {
        self.id = id
        self.owner = owner
        self.name = name
        fullName = "\(owner)/\(name)"
        self.profile = profile
        self.cpu = cpu
        self.memory = memory
        self.duration = duration
        self.reason = reason
        self.by = by
        self.created = created
        self.state = state
        self.decision = decision
        self.grant = grant
        self.message = message
    }

    private enum CodingKeys: String, CodingKey {
        case id, owner, name, profile, cpu, memory, duration, reason, by, created, state, decision, grant, message
        case fullName = "full_name"
    }
}

/// Who decided a request.
package struct DecisionModel: Hashable, Sendable, Codable {
    package var by: String
    package var note: String
    package var at: String

    package init(by: String, note: String, at: String) {
        self.by = by
        self.note = note
        self.at = at
    }
}

/// What was given above the ceiling, and how long it lasts.
package struct GrantModel: Hashable, Sendable, Codable {
    /// The request's id.
    package var request: String
    /// Null: no more than the ceiling.
    @OrNull package var cpu: Double?
    @OrNull package var memory: Int64?
    package var until: String
    /// `active`; `shrinking` or `in_use` once its time is over and the server still has it; `over`.
    package var state: String

    package init(request: String, cpu: Double?, memory: Int64?, until: String, state: String) {
        self.request = request
        self.cpu = cpu
        self.memory = memory
        self.until = until
        self.state = state
    }
}

/// `POST /hub/api/requests`.
package struct NewResourceRequest: Hashable, Sendable, Codable {
    /// Whose server; absent: one's own.
    package var owner: String?
    /// Which; absent: the default one.
    package var name: String?
    package var profile: String?
    package var cpu: Double?
    package var memory: MemorySize?
    /// Seconds.
    package var duration: Int
    package var reason: String

    package init(
        owner: String? = nil, name: String? = nil, profile: String? = nil, cpu: Double? = nil,
        memory: MemorySize? = nil, duration: Int, reason: String
    ) {
        self.owner = owner
        self.name = name
        self.profile = profile
        self.cpu = cpu
        self.memory = memory
        self.duration = duration
        self.reason = reason
    }
}

/// `POST /hub/api/requests/{id}/approve`: what is absent is as it was asked for.
package struct RequestApproval: Hashable, Sendable, Codable {
    package var note: String?
    package var cpu: Double?
    package var memory: MemorySize?
    /// Seconds.
    package var duration: Int?

    package init(note: String? = nil, cpu: Double? = nil, memory: MemorySize? = nil, duration: Int? = nil) {
        self.note = note
        self.cpu = cpu
        self.memory = memory
        self.duration = duration
    }
}

/// `POST /hub/api/requests/{id}/deny`.
package struct RequestDenial: Hashable, Sendable, Codable {
    package var note: String?

    package init(note: String? = nil) { self.note = note }
}
