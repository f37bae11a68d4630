import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// Makes a login link for somebody, and shows it this once, to be handed over.
struct LoginLinkPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.post(RouterPath("\(PeoplePage.path)/:user/link"), use: make)
    }

    private struct Page {
        let title: String
        let name: String
        /// What was done before.
        let done: String?
        let url: String
        let minutes: Int
        let person: String
    }

    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        return try await draw(for: context.pathUser(), isNew: false, by: principal)
    }

    /// - Parameter isNew: whether the account was made just now.
    func draw(for name: UserName, isNew: Bool, by principal: Principal) async throws -> Response {
        let secret = try await useCases.manageSessions.makeLink(for: name, by: principal)
        let origins = useCases.origins
        let title = "A login link for \(name)"
        let page = Page(
            title: title, name: name.value, done: isNew ? "\(name) is added." : nil, url: origins.login(by: secret),
            minutes: Int(ManageSessions.linkLifetime / .seconds(60)), person: origins.path(PersonPage.path(name)))
        return pages.draw(.link, page, PageHead(title: title, viewer: principal, section: .admin))
    }
}
