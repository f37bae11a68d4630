/// One thing that showed that a server was needed: what, and when it last did.
package struct Evidence: Hashable, Sendable, Codable {
    package let kind: Kind
    /// Which one: a notebook's path, a terminal's name, `0.8 cores`. May come from the server: escape it where it is shown.
    package let what: String?
    /// The last moment that it is evidence of.
    package let at: Timestamp
    /// Since when it has lasted without a sign of its own: a busy kernel that has said nothing since.
    package let since: Timestamp?

    package init(_ kind: Kind, _ what: String? = nil, at: Timestamp, since: Timestamp? = nil) {
        self.kind = kind
        self.what = what
        self.at = at
        self.since = since
    }

    /// What showed it; the raw value is stored, and a word that is not known is left out.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// It was started.
        case launch
        /// Somebody did something with it, as the gateway saw: a message to a kernel or a terminal, a request that changes
        /// something, a page that was opened. Or a program reported it.
        case person
        /// A kernel computes, whether it says something or not.
        case busyKernel
        /// A kernel said something.
        case kernel
        /// A terminal was typed into, or wrote something.
        case terminal
        /// Processor time was used, by whatever process.
        case cpu
        /// Disk or network was used, by whatever process.
        case io
        /// Somebody asked for it to be kept: `at` is until when.
        case keep
        /// The host's clock was set: what was measured by it before means nothing.
        case clock
    }

    /// Whether the server itself says so, and nobody else.
    package var isSelfReported: Bool {
        switch kind {
        case .busyKernel, .kernel, .terminal: true
        case .launch, .person, .cpu, .io, .keep, .clock: false
        }
    }

    /// The last moment at which it counts as activity; nil for what only holds off, and does not show activity.
    ///
    /// A busy kernel counts until it was silent for `busyLimit`. What lies ahead of `now`, because a clock was set back or
    /// a server lies, counts as now.
    func counts(at now: Timestamp, busyLimit: Limit) -> Timestamp? {
        switch kind {
        case .busyKernel: min(at, busyLimit.end(from: since ?? at) ?? at, now)
        case .launch, .person, .kernel, .terminal, .cpu, .io, .clock: min(at, now)
        case .keep: nil
        }
    }
}

/// A duration after which something ends, or that it never does. Never is the longest.
package enum Limit: Hashable, Sendable, Comparable {
    case after(Duration)
    case never

    /// When it ends that began at `start`; nil: never.
    func end(from start: Timestamp) -> Timestamp? {
        switch self {
        case .after(let duration): start + duration
        case .never: nil
        }
    }

    package static func < (left: Limit, right: Limit) -> Bool {
        switch (left, right) {
        case (.after(let first), .after(let second)): first < second
        case (.after, .never): true
        case (.never, _): false
        }
    }
}

extension Limit: Codable {
    private static let word = "never"

    /// Whole seconds, or `"never"`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let seconds = try? container.decode(Int64.self), seconds >= 0 {
            self = .after(.seconds(seconds))
        } else if try container.decode(String.self) == Self.word {
            self = .never
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither seconds nor never")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .after(let duration): try container.encode(duration.components.seconds)
        case .never: try container.encode(Self.word)
        }
    }
}
