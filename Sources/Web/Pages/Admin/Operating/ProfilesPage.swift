import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// The profiles as loaded, and what is wrong with those on disk.
struct ProfilesPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.profiles.path), use: page)
    }

    private struct Page {
        let wrong: Bool
        let problems: [String]
        let profiles: [Row]
    }

    private struct Row {
        let id: String
        let title: String
        let image: String
        let has: String
        let ceiling: String
        let gpus: String
        let network: String
        let usual: Bool
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let problems = try useCases.readProfileProblems(by: principal)
        let set = useCases.profiles()
        let page = Page(
            wrong: !problems.isEmpty, problems: problems,
            profiles: set.profiles.map { profile in
                Row(
                    id: profile.id.value, title: profile.title, image: profile.image, has: profile.resources.summary,
                    ceiling: "\(profile.ceiling.cpu.words), \(profile.ceiling.memory)",
                    gpus: profile.gpus.map { "\($0.count) of \($0.devices.count)" } ?? "",
                    network: profile.setup.network.description, usual: profile.id == set.defaultID)
            })
        return pages.draw(
            .profiles, page,
            PageHead(title: "Profiles", viewer: principal, section: .admin, part: .profiles, width: .wide))
    }
}
