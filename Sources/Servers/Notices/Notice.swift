/// Something that Berth tells the person who works in a server, where they look: in JupyterLab.
package struct Notice: Hashable, Sendable, Codable {
    /// One that was closed is not shown again under the same id.
    package let id: String
    package let kind: Kind
    package let level: Level
    package let title: String
    /// One or two sentences. JupyterLab shows about 110 characters.
    package let message: String
    /// ISO 8601 in UTC: when it happened, or will.
    package let at: String
    package let action: Action?

    /// What it is about. A server has one of each kind at a time.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case outOfMemory = "out_of_memory"
        /// The server stops soon, for it is idle.
        case idle
        /// The server stops at a time that is set, for its machine is being emptied.
        case drain
        /// What an admin tells everybody.
        case broadcast
    }

    package enum Level: String, Hashable, Sendable, Codable { case info, warning, error }

    /// A page that does something about it, opened beside the notebook.
    package struct Action: Hashable, Sendable, Codable {
        package let label: String
        /// Absolute.
        package let url: String

        package init(label: String, url: String) {
            self.label = label
            self.url = url
        }
    }

    package init(
        id: String, kind: Kind, level: Level, title: String, message: String, at: Timestamp, action: Action?
    ) {
        self.id = id
        self.kind = kind
        self.level = level
        self.title = title
        self.message = message
        self.at = at.description
        self.action = action
    }
}

extension Notice {
    /// What an admin tells everybody.
    package init(_ broadcast: Broadcast) {
        self.init(
            id: "said-\(broadcast.id)", kind: .broadcast, level: broadcast.level, title: "From the operators",
            message: broadcast.message.value, at: broadcast.at, action: nil)
    }

    /// That a server is stopped at the drain's deadline; nil where it has none. A deadline that is moved is told anew.
    package init?(_ drain: Drain) {
        guard let deadline = drain.deadline else { return nil }
        self.init(
            id: "drain-\(deadline.microseconds)", kind: .drain, level: .warning, title: "This server stops",
            message: Self.advice(drain.message.value), at: deadline, action: nil)
    }

    /// With the admin's words only where they leave room for the time, which JupyterLab puts before.
    private static func advice(_ words: String) -> String {
        let advice = "Save your work; files stay."
        return words.count <= 80 ? "\(advice) \(words)" : advice
    }
}

extension Notice {
    /// A path in a sentence is shown by its last part, and no longer than this.
    private static let longestName = 30

    /// Tells of `report`; `page` is where the remedy that it names is done, if its person may do it.
    package init(_ report: OutOfMemory, run: ContainerRun, kills: Int, page: String?) {
        let memory = report.remedy?.memory
        let way =
            switch report.remedy {
            case .resize(let memory)?: " Resizing to \(memory) needs no restart."
            case .request(let memory)?: " An admin can give it \(memory)."
            case nil: ""
            }
        self.init(
            id: "oom-\(run.container.value.prefix(12))-\(run.startedAt.microseconds)-\(kills)", kind: .outOfMemory,
            level: .warning, title: "Out of memory",
            message: "\(Self.subject(report)) killed at the limit of \(report.limit).\(way)", at: report.at,
            action: page.flatMap { page in memory.map { Action(label: "Resize to \($0)", url: page) } })
    }

    private static func subject(_ report: OutOfMemory) -> String {
        let count = report.kernels.count + report.others
        guard count < 2 else { return "\(count) processes were" }
        guard let kernel = report.kernels.first else { return "A process was" }
        guard let name = kernel.path?.split(separator: "/").last else { return "A \(kernel.name) kernel was" }
        let short = name.count > longestName ? "\(name.prefix(longestName - 1))…" : "\(name)"
        return "Kernel \(short) was"
    }
}
