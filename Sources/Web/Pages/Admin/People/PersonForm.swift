/// The form that adds somebody, as its template takes it.
struct PersonForm {
    let name: TextField
    let isAdmin: Bool
    let groups: [FieldChoice]

    /// What it sends: each group that is ticked is a field of its own.
    struct Sent: Decodable {
        var name = ""
        var isAdmin = false
        var groups: Set<String> = []

        init() {}

        init(from decoder: any Decoder) throws {
            let fields = try [String: String](from: decoder)
            name = Typed.text(fields["name"]) ?? ""
            isAdmin = fields["admin"] != nil
            groups = Set(
                fields.keys.filter { $0.hasPrefix(Self.prefix) }.map { String($0.dropFirst(Self.prefix.count)) })
        }

        private static let prefix = "group-"
    }

    init(_ sent: Sent, groups all: [String], _ problem: FormProblem?) {
        name = TextField("Name", "name", sent.name, with: [.most(64), .required], error: problem?.with("name"))
        isAdmin = sent.isAdmin
        groups = all.map { FieldChoice(value: $0, label: "In group \($0)", chosen: sent.groups.contains($0)) }
    }
}
