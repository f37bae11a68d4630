import Accounts
import Control
import Foundation
import HubAPI
import Hummingbird
import Servers

/// The form that launches a server, as templates take it.
struct LaunchForm {
    let action: String
    /// Whether it asks for a server's name.
    let named: Bool
    /// Where to go within the server once it runs.
    let path: String?
    let profiles: [Choice]

    struct Choice {
        let id: String
        let title: String
        let summary: String
        /// `2 cores, 1 GiB`.
        let figures: String
        let chosen: Bool
    }

    init(action: String, named: Bool, path: String?, _ useCases: UseCases, for user: User, last: ProfileID? = nil) {
        self.action = action
        self.named = named
        self.path = path
        let models = useCases.profileModels(for: user)
        let chosen = last.map(\.value).flatMap { id in models.first { $0.id == id }?.id }
        profiles = models.map { model in
            Choice(
                id: model.id, title: model.title, summary: model.summary,
                figures:
                    "\(Cores(thousandths: Int(model.resources.cpu * 1000))) cores, \(Bytes(model.resources.memory))",
                chosen: chosen.map { $0 == model.id } ?? model.isDefault)
        }
    }
}

/// What the form sends. Empty fields count as absent.
struct LaunchFields: Decodable {
    var name: String?
    var profile: String?
    var cpu: String?
    var memory: String?
    /// Sent only when its box is ticked.
    var clean: String?
    var path: String?

    init(_ request: Request) async throws { self = try await request.form(LaunchFields.self) }

    /// Throws `InvalidValue` or `Refusal` for a field that cannot be used.
    func options() throws -> LaunchOptions {
        LaunchOptions(
            profile: Self.given(profile).map { ProfileID($0) },
            cpu: try Self.given(cpu).map { text in
                guard let number = Double(text) else {
                    throw InvalidValue(field: "cpu", value: text, expected: "a number of cores such as 0.5 or 4")
                }
                return try Cores(number, field: "cpu")
            },
            memory: try Self.given(memory).map { try Bytes($0, field: "memory") }, clean: clean != nil)
    }

    static func given(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        return text
    }
}
