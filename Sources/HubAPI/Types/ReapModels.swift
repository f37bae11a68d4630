/// A started server, and what reaping does about it now.
package struct ReapEntry: Hashable, Sendable, Codable {
    package var owner: String
    package var name: String
    package var fullName: String
    @OrNull package var profile: String?
    /// What it uses; null while that is not known. Bytes.
    @OrNull package var memory: Int64?
    package var verdict: VerdictModel
    /// `stop`; `warn`: its people are told; `take_back`: they are told that it will not be stopped; `nothing`.
    package var action: String

    package init(
        owner: String, name: String, profile: String?, memory: Int64?, verdict: VerdictModel, action: String
    ) {
        self.owner = owner
        self.name = name
        fullName = "\(owner)/\(name)"
        self.profile = profile
        self.memory = memory
        self.verdict = verdict
        self.action = action
    }

    private enum CodingKeys: String, CodingKey {
        case owner, name, profile, memory, verdict, action
        case fullName = "full_name"
    }
}

/// Which servers are meant, and by what timeout. With none of it policies decide, and their people are told first; else
/// nobody is told, and what is idle is stopped at once.
package struct ReapRequest: Hashable, Sendable, Codable {
    /// After how long without activity, in place of what policies say.
    package var idle: DurationModel?
    /// As `GET /servers` takes it: `owner:ada profile:large`.
    package var filter: String?
    package var user: String?
    package var group: String?
    package var profile: String?
    /// Only what uses more.
    package var overMemory: MemorySize?
    /// How many may be stopped; with more to stop, nothing is done.
    package var atMost: Int?

    package init(
        idle: DurationModel? = nil, filter: String? = nil, user: String? = nil, group: String? = nil,
        profile: String? = nil, overMemory: MemorySize? = nil, atMost: Int? = nil
    ) {
        self.idle = idle
        self.filter = filter
        self.user = user
        self.group = group
        self.profile = profile
        self.overMemory = overMemory
        self.atMost = atMost
    }

    private enum CodingKeys: String, CodingKey {
        case idle, filter, user, group, profile
        case overMemory = "over_memory"
        case atMost = "at_most"
    }
}

/// What became of servers that were to be warned or stopped.
package struct ReapAnswer: Hashable, Sendable, Codable {
    package var stopped: Int
    package var servers: [ReapOutcomeModel]

    package init(stopped: Int, servers: [ReapOutcomeModel]) {
        self.stopped = stopped
        self.servers = servers
    }
}

/// What became of one.
package struct ReapOutcomeModel: Hashable, Sendable, Codable {
    package var owner: String
    package var name: String
    package var fullName: String
    /// `stopped`, `warned`, `taken_back`; `spared`: something came in between; `failed`: it could not be written.
    package var result: String
    /// The last verdict; null where it had gone by then.
    @OrNull package var verdict: VerdictModel?

    package init(owner: String, name: String, result: String, verdict: VerdictModel?) {
        self.owner = owner
        self.name = name
        fullName = "\(owner)/\(name)"
        self.result = result
        self.verdict = verdict
    }

    private enum CodingKeys: String, CodingKey {
        case owner, name, result, verdict
        case fullName = "full_name"
    }
}

/// `POST …/server/keep`: for how long, or until when; with neither, as long as is usual.
package struct KeepRequest: Hashable, Sendable, Codable {
    package var length: DurationModel?
    package var until: String?

    package init(length: DurationModel? = nil, until: String? = nil) {
        self.length = length
        self.until = until
    }

    private enum CodingKeys: String, CodingKey {
        case until
        case length = "for"
    }
}

/// Until when a server is kept now.
package struct KeepAnswer: Hashable, Sendable, Codable {
    package var until: String
    /// What follows; null while it is only starting.
    @OrNull package var verdict: VerdictModel?

    package init(until: String, verdict: VerdictModel?) {
        self.until = until
        self.verdict = verdict
    }
}
