/// A request's public id, in the order they were made: `r3`.
package struct RequestID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// Somebody's wish that a server have more than its profile's ceiling for a while, and what became of it.
package struct ResourceRequest: Hashable, Sendable, Codable {
    package let id: RequestID
    package let server: ServerKey
    /// The profile in which it counts, and which the next launch gets; nil: whichever the server has.
    package let profile: ProfileID?
    package let size: GrantSize
    package let duration: Duration
    package let reason: RequestText
    /// Who asked, as the audit log names them.
    package let by: String
    package let createdAt: Timestamp
    package var state: RequestState

    package init(
        id: RequestID, server: ServerKey, profile: ProfileID?, size: GrantSize, duration: Duration,
        reason: RequestText, by: String, createdAt: Timestamp, state: RequestState = .pending
    ) {
        self.id = id
        self.server = server
        self.profile = profile
        self.size = size
        self.duration = duration
        self.reason = reason
        self.by = by
        self.createdAt = createdAt
        self.state = state
    }

    /// How long a grant may be asked for. A shorter one may be given.
    package static let durations = Duration.seconds(300)...Duration.seconds(30 * 86_400)
    /// How many of one user's may wait for a decision.
    package static let mostPending = 10
}

/// What became of a request.
package enum RequestState: Hashable, Sendable, Codable {
    case pending
    case approved(Grant)
    case denied(Decision)
    case withdrawn(at: Timestamp)
    /// The grant's time is over, since then.
    case ended(Grant, at: Timestamp, GrantEnd)

    /// Who said no, and why.
    package struct Decision: Hashable, Sendable, Codable {
        package let by: String
        package let note: RequestText
        package let at: Timestamp

        package init(by: String, note: RequestText, at: Timestamp) {
            self.by = by
            self.note = note
            self.at = at
        }
    }

    /// One word, as API, command line and store have it.
    package var word: Word {
        switch self {
        case .pending: .pending
        case .approved: .approved
        case .denied: .denied
        case .withdrawn: .withdrawn
        case .ended: .ended
        }
    }

    package enum Word: String, Hashable, Sendable, CaseIterable { case pending, approved, denied, withdrawn, ended }
}

/// What was given in answer to a request.
package struct Grant: Hashable, Sendable, Codable {
    /// Who approved, as the audit log names them; or which group's policy.
    package let by: String
    package let note: RequestText
    package let size: GrantSize
    package let at: Timestamp
    package var until: Timestamp
    /// What the server's next launch would have got, and what it goes back to.
    package let before: LaunchOptions
    /// What came of giving it to the server; nil until that was tried.
    package var outcome: Outcome?

    package enum Outcome: Hashable, Sendable, Codable {
        /// It is the server's: at once where it ran, else from its next launch on.
        case given
        /// The server was not changed, for this reason; it may ask for it again while the grant lasts.
        case refused(String)
    }

    package init(
        by: String, note: RequestText, size: GrantSize, at: Timestamp, until: Timestamp, before: LaunchOptions
    ) {
        self.by = by
        self.note = note
        self.size = size
        self.at = at
        self.until = until
        self.before = before
    }
}

/// How far the end of a grant is.
package enum GrantEnd: Hashable, Sendable, Codable {
    /// The server is being given less.
    case shrinking
    /// So much memory is in use that the server keeps what it has for now.
    case inUse(Bytes)
    /// Nothing more is to be done, and why.
    case over(String)
}
