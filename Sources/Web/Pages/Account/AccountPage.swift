import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page of one's own account: what one used, the password, the tokens, and where one is logged in.
struct AccountPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub/account", use: page)
        router.post("/hub/account/password", use: changePassword)
        router.post("/hub/account/sessions/:id", use: endSession)
        router.post("/hub/account/logout", use: logoutEverywhere)
    }

    private var place: String { useCases.origins.path(HubPaths.account) }

    private struct Account {
        let name: String
        let hasPassword: Bool
        let passwords: [TextField]
        let fewest: Int
        let done: Bool
        let problem: String?
        /// Nil where nothing is known.
        let use: OwnUse?
        /// Where the page itself is.
        let place: String
        let sessions: [Row]
        let tokens: [TokenRow]
        let makeToken: String
        let tokenNote = TextField("What for", "note", nil, .prose, with: [.most(200), .required])
    }

    private struct TokenRow {
        let note: String
        /// What names it and what it may do.
        let detail: String
        let used: ShownTime?
        let until: ShownTime?
        let revoke: String

        init(_ token: Token, _ origins: Origins) {
            note = token.note.isEmpty ? "Token \(token.id)" : token.note
            let scopes = token.scopes.map { "for \($0.sorted().map(\.description).joined(separator: ", "))" }
            detail = ["\(token.id)", scopes].compactMap(\.self).joined(separator: ", ")
            used = token.lastActivity.map { ShownTime($0) }
            until = token.expiresAt.map { ShownTime($0) }
            revoke = "\(origins.path(TokenPage.path))/\(HubPaths.segment(token.id.value))/revoke"
        }
    }

    private struct Row {
        let browser: String
        let address: String?
        let since: ShownTime
        /// Nil: it is the one that looks.
        let seen: ShownTime?
        /// The form's target, below the page.
        let end: String?

        init(_ session: Session, isCurrent: Bool) {
            browser = session.browser ?? "A browser"
            address = session.address
            since = ShownTime(session.createdAt)
            seen = isCurrent ? nil : ShownTime(session.lastSeen)
            end = isCurrent ? nil : "sessions/\(HubPaths.segment(session.id.value))"
        }
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        try await draw(context, done: request.query("done") != nil)
    }

    private func draw(
        _ context: WebContext, done: Bool = false, problem: FormProblem? = nil
    ) async throws -> Response {
        let (principal, current) = try context.requireSession()
        let name = principal.user.name
        let sessions = try await useCases.endSessions.all(of: name, by: principal)
        let hasPassword = try await useCases.changePassword.isSet(for: name, by: principal)
        let passwords = Self.passwords(hasPassword, problem)
        let account = Account(
            name: name.value, hasPassword: hasPassword, passwords: passwords, fewest: Password.fewest, done: done,
            problem: problem?.beside(passwords.map(\.name)), use: await OwnUse(useCases, by: principal),
            place: place, sessions: sessions.reversed().map { Row($0, isCurrent: $0.id == current.id) },
            tokens: try await useCases.manageTokens.all(of: name, by: principal).reversed()
                .map { TokenRow($0, useCases.origins) }, makeToken: useCases.origins.path(TokenPage.path))
        return pages.draw(
            .account, account, PageHead(title: "Your account", viewer: principal, section: .account),
            status: problem?.status ?? .ok)
    }

    private static func passwords(_ hasPassword: Bool, _ problem: FormProblem?) -> [TextField] {
        let long = [TextField.Attribute.required, .least(Password.fewest)]
        let present = TextField(
            "Present password", "current", nil, .password, with: [.required], error: problem?.with("current"))
        return (hasPassword ? [present] : []) + [
            TextField(
                "New password", "password", nil, .newPassword, rule: "rule", with: long,
                error: problem?.with("password")),
            TextField("Again", "again", nil, .newPassword, with: long, error: problem?.with("again")),
        ]
    }

    private struct PasswordFields: Decodable {
        var current: String?
        var password: String?
        var again: String?
    }

    @Sendable private func changePassword(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, session) = try context.requireSession()
        let fields = try await request.form(PasswordFields.self)
        do {
            guard fields.password == fields.again else {
                throw Refusal(
                    .badRequest, code: "bad_value", "The two new passwords are not the same", field: "again")
            }
            try await useCases.changePassword(
                to: fields.password ?? "", current: fields.current, keeping: session.id, by: principal)
        } catch let refusal as Refusal {
            return try await draw(context, problem: FormProblem(refusal: refusal))
        } catch let invalid as InvalidValue {
            // What was typed is nowhere to be read.
            let unsaid = InvalidValue(field: invalid.field, value: "", expected: invalid.expected)
            return try await draw(context, problem: FormProblem([unsaid]))
        }
        return .seeOther("\(place)?done=password")
    }

    @Sendable private func endSession(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        try await useCases.endSessions(
            SessionID(context.segment("id")), of: principal.user.name, by: principal)
        return .seeOther(place)
    }

    private struct LogoutFields: Decodable {
        var tokens: String?
    }

    @Sendable private func logoutEverywhere(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = try await request.form(LogoutFields.self)
        _ = try await useCases.endSessions.everywhere(
            of: principal.user.name, tokensToo: fields.tokens != nil, by: principal)
        return .loggedOut(useCases.origins)
    }
}
