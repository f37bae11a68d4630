import Hummingbird
import Servers

/// What the form of a drain sends. Empty fields count as absent.
struct DrainFields: Decodable {
    var message: String?
    var deadline: String?

    init(_ request: Request) { (message, deadline) = (request.words("message"), request.query("deadline")) }

    /// What the drain that is on says; nothing while none is.
    init(_ drain: Drain?) { (message, deadline) = (drain?.message.value, drain?.deadline?.toTheSecond) }

    /// Throws `InvalidValue`, as `due` does.
    func text() throws(InvalidValue) -> OperatorText {
        guard let message = Typed.text(message) else { return Drain.usual }
        return try OperatorText(message)
    }

    func due() throws(InvalidValue) -> DueTime? {
        try DueTime(written: Typed.text(deadline), field: "deadline")
    }
}

/// The same of a broadcast.
struct BroadcastFields: Decodable {
    var message: String?
    var level: String?
    var until: String?
    var filter: String?

    init() {}

    init(_ request: Request) {
        (message, filter) = (request.words("message"), request.words("filter"))
        (level, until) = (request.query("level"), request.query("until"))
    }

    func text() throws(InvalidValue) -> OperatorText { try OperatorText(message ?? "") }

    func due() throws(InvalidValue) -> DueTime? { try DueTime(written: Typed.text(until), field: "until") }
}

/// The form that begins a drain, or changes the one that is on.
struct DrainForm {
    let action: String
    let title: String
    let fields: [TextField]
    let problem: String?

    init(_ fields: DrainFields, action: String, isOn: Bool, _ problem: FormProblem?) {
        self.action = action
        title = isOn ? "Change it" : "Take no launches"
        self.fields = [
            TextField(
                "What people are told", "message", fields.message, .prose, hint: Drain.usual.value,
                error: problem?.with("message")),
            TextField(
                "When what runs is stopped", "deadline", fields.deadline, hint: "never, or such as 30m or 2h",
                error: problem?.with("deadline")),
        ]
        self.problem = problem?.beside(["message", "deadline"])
    }
}

/// The form that tells something to all.
struct BroadcastForm {
    let action: String
    let fields: [TextField]
    let levels: [FieldChoice]
    let problem: String?

    init(_ fields: BroadcastFields, action: String, _ problem: FormProblem?) {
        self.action = action
        self.fields = [
            TextField("Message", "message", fields.message, .prose, error: problem?.with("message")),
            TextField(
                "Until", "until", fields.until, hint: "withdrawn, or such as 30m or 2h", error: problem?.with("until")),
            TextField(
                "To whom", "filter", fields.filter, hint: "everybody, or such as group:physics profile:large",
                error: problem?.with("filter")),
        ]
        self.problem = problem?.beside(["message", "until", "filter"])
        levels = [("info", "Information"), ("warning", "Warning"), ("error", "Error")].map {
            FieldChoice(value: $0, label: $1, chosen: $0 == fields.level ?? "info")
        }
    }
}
