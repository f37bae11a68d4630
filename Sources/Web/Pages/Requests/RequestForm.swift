import Control
import Foundation
import Servers

/// What the form that asks for more sends.
struct RequestFields: Decodable {
    var server: String?
    var cpu: String?
    var memory: String?
    var hours: String?
    var reason: String?

    /// Throws `InvalidValue` for a field that cannot be used.
    func ask() throws -> MakeRequest.Ask {
        guard let hours = Int(Typed.text(hours) ?? "8"), hours > 0, hours <= 720 else {
            throw InvalidValue(field: "hours", value: hours ?? "", expected: "hours, at most 720")
        }
        return MakeRequest.Ask(
            size: GrantSize(
                cpu: try Typed.cores(cpu),
                memory: try Typed.memory(memory)),
            duration: .seconds(hours * 3600), reason: try RequestText(reason ?? "", field: "reason", mustSay: true))
    }
}

/// The form that asks for more, as its template takes it.
struct RequestForm {
    let action: String
    let servers: [FieldChoice]
    let durations: [FieldChoice]
    let sizes: [TextField]
    let reason: TextField
    let problem: String?

    private static let hours = [
        (1, "1 hour"), (4, "4 hours"), (8, "8 hours"), (24, "1 day"), (72, "3 days"), (168, "1 week"),
    ]

    init(_ fields: RequestFields, servers keys: [ServerKey], place: String, problem: FormProblem?) {
        action = place
        let asked = fields.server ?? ""
        let names = Set(keys.map(\.name)).union([.default]).sorted()
        servers = names.map {
            FieldChoice(value: $0.value, label: $0.isDefault ? "Default server" : $0.value, chosen: $0.value == asked)
        }
        durations = Self.hours.map { hours, label in
            FieldChoice(value: "\(hours)", label: label, chosen: "\(hours)" == fields.hours ?? "8")
        }
        sizes = [
            TextField("Memory", "memory", fields.memory, hint: "such as 32G", error: problem?.with("memory")),
            TextField("Cores", "cpu", fields.cpu, hint: "such as 8", with: [.decimal], error: problem?.with("cpu")),
        ]
        reason = TextField(
            "What for", "reason", fields.reason, .prose, with: [.most(500), .required], error: problem?.with("reason"))
        self.problem = problem?.beside(["cpu", "memory", "reason"])
    }
}
