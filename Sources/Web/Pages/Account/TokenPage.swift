import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Makes and revokes one's API tokens; a new one is shown this once, with what to paste where.
struct TokenPage {
    let useCases: UseCases
    let pages: Pages

    static let path = "/hub/account/tokens"

    func add(to router: Router<WebContext>) {
        router.get("/hub/token") { _, _ in Response.seeOther(useCases.origins.path(HubPaths.account)) }
        router.post(RouterPath(Self.path), use: create)
        router.post("/hub/account/tokens/:id/revoke", use: revoke)
    }

    private struct Fields: Decodable {
        var note: String?
        /// Days; empty: until it is revoked.
        var days: String?
        /// The server that an editor is to use; absent for programs that ask the hub.
        var server: String?
    }

    private struct Made {
        let secret: String
        let note: String
        let until: String?
        let hub: String
        /// The address with the token in it, as editors ask for it.
        let editor: String?
        let account: String
    }

    @Sendable private func create(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = try await request.form(Fields.self)
        let days = try Typed.text(fields.days).map { text in
            guard let days = Int(text), (1...3650).contains(days) else {
                throw InvalidValue(field: "days", value: text, expected: "a number of days from 1 to 3650")
            }
            return days
        }
        let name = principal.user.name
        let server = try fields.server.map { text in
            ServerKey(owner: name, name: text.isEmpty ? .default : try ServerName(text))
        }
        // A token for a server's editor is good for that server, and for nothing else.
        let scopes = server.map { Set([Scope(.accessServers, .server($0))]) }
        let (token, secret) = try await useCases.manageTokens.create(
            for: name, note: fields.note ?? "", lifetime: days.map { .seconds($0 * 86_400) }, scopes: scopes,
            by: principal)
        let origins = useCases.origins
        let made = Made(
            secret: secret.text, note: token.note, until: token.expiresAt?.forPages, hub: origins.url(""),
            editor: server.map { "\(origins.url(of: $0))?token=\(secret.text)" },
            account: origins.path(HubPaths.account))
        return pages.draw(.token, made, PageHead(title: "Your new token", viewer: principal, section: .account))
    }

    @Sendable private func revoke(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        try await useCases.manageTokens.revoke(
            TokenID(context.segment("id")), of: principal.user.name, by: principal)
        return .seeOther(useCases.origins.path(HubPaths.account))
    }
}
