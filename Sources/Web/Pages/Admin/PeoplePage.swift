import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// Who there is, and in which groups.
struct PeoplePage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.people.path), use: page)
    }

    /// How many people one page has.
    private static let length = 100

    private struct Page {
        let links: [AdminSection.Link]
        let query: String
        let people: [Person]
        let position: String
        let previous: String?
        let next: String?
        let groups: [Members]
    }

    private struct Person {
        let name: String
        let role: String
        let groups: String
        let lastActivity: String?
        let standing: String?
    }

    private struct Members {
        let name: String
        let count: Int
        let policy: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let query = request.query("q") ?? ""
        let offset = try request.integer("offset", atLeast: 0) ?? 0
        let all = try await useCases.manageUsers.all(by: principal)
            .filter { query.isEmpty || $0.name.value.contains(query.lowercased()) || $0.groups.contains(query) }
        let shown = all.dropFirst(offset).prefix(Self.length)
        let groups = try await useCases.manageGroups.all(by: principal)
        let page = Page(
            links: AdminSection.people.links(useCases.origins), query: query, people: shown.map(Self.person),
            position: shown.isEmpty ? "Nobody" : "\(offset + 1) to \(offset + shown.count) of \(all.count)",
            previous: offset > 0 ? link(query, max(0, offset - Self.length)) : nil,
            next: offset + shown.count < all.count ? link(query, offset + Self.length) : nil,
            groups: groups.map { Members(name: $0.name.value, count: $0.members.count, policy: Self.words($0.policy)) })
        return pages.draw(.people, page, PageHead(title: "People", viewer: principal, section: .admin, width: .wide))
    }

    private func link(_ query: String, _ offset: Int) -> String {
        "\(useCases.origins.path(AdminSection.people.path))?q=\(HubPaths.queryValue(query))&offset=\(offset)"
    }

    private static func person(_ user: User) -> Person {
        let standing: String? =
            switch user.standing {
            case .active: nil
            case .disabled: "disabled"
            case .leaving: "leaving"
            }
        return Person(
            name: user.name.value, role: user.isAdmin ? "Admin" : "User", groups: user.groups.joined(separator: ", "),
            lastActivity: user.lastActivity?.forPages, standing: standing)
    }

    private static func words(_ policy: GroupPolicy) -> String {
        [
            policy.profiles.map { "profiles \($0.map(\.value).sorted().joined(separator: ", "))" },
            policy.cpu.map { "at most \($0) cores" }, policy.memory.map { "at most \($0)" },
            policy.guarantee == nil ? nil : "capacity kept", policy.quota == nil ? nil : "a quota",
            policy.autoApprove == nil ? nil : "approves requests", policy.idle == nil ? nil : "idle rules",
        ].compactMap(\.self).joined(separator: "; ")
    }
}
