/// Why a command did not do what was asked, for a person to read and act on.
struct CommandFailure: Error, Equatable, Sendable {
    let status: CommandStatus
    /// What happened and why, in one sentence without a full stop. May hold text from outside.
    let problem: String
    /// What to do next; nil when the problem says it.
    let advice: String?

    init(_ problem: String, advice: String? = nil, status: CommandStatus = .failed) {
        self.problem = problem
        self.advice = advice
        self.status = status
    }
}
