import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Who there is, and in which groups; and where both are added.
struct PeoplePage {
    let useCases: UseCases
    let pages: Pages

    static let path = AdminSection.people.path

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(Self.path), use: page)
        router.post(RouterPath(Self.path), use: addPerson)
        router.post(RouterPath(GroupPage.path), use: addGroup)
    }

    /// How many people one page has.
    private static let length = 100

    private struct Page {
        let place: String
        let query: String
        let people: [Person]
        let paging: Paging
        let groups: [Members]
        let form: PersonForm
        let makeGroup: String
        let group: TextField
    }

    private struct Person {
        let name: String
        let page: String
        let role: String
        let groups: String
        let lastActivity: ShownTime?
        let standing: String?
    }

    private struct Members {
        let name: String
        let page: String
        let count: String
        let policy: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        return try await draw(
            request.words("q") ?? "", from: request.integer("offset", atLeast: 0) ?? 0, by: principal)
    }

    /// - Parameters:
    ///   - person: what was sent of somebody who could not be added.
    ///   - group: the name of a group that could not be.
    private func draw(
        _ query: String = "", from offset: Int = 0, person: PersonForm.Sent? = nil, group: String? = nil,
        _ problem: FormProblem? = nil, by principal: Principal
    ) async throws -> Response {
        let found = try await useCases.manageUsers.some(
            matching: query, from: offset, atMost: Self.length, by: principal)
        let place = useCases.origins.path(Self.path)
        let paging = Paging(from: offset, length: Self.length, of: found.total, none: "Nobody") {
            "\(place)?q=\(HubPaths.queryValue(query))&offset=\($0)"
        }
        let groups = try await useCases.manageGroups.all(by: principal)
        let page = Page(
            place: place, query: query,
            people: found.users.map(row), paging: paging, groups: groups.map(members),
            form: PersonForm(
                person ?? .init(), groups: groups.map(\.name.value), person == nil ? nil : problem),
            makeGroup: useCases.origins.path(GroupPage.path),
            group: TextField(
                "Make a group", "name", group, hint: "such as physics", with: [.most(64), .required],
                error: group == nil ? nil : problem?.with("name")))
        return pages.draw(
            .people, page, PageHead(title: "People", viewer: principal, section: .admin, part: .people, width: .wide),
            status: problem?.status ?? .ok)
    }

    private func row(_ user: User) -> Person {
        Person(
            name: user.name.value, page: useCases.origins.path(PersonPage.path(user.name)),
            role: user.isAdmin ? "Admin" : "User", groups: user.groups.joined(separator: ", "),
            lastActivity: user.lastActivity.map { ShownTime($0) }, standing: user.isActive ? nil : user.standing.word)
    }

    private func members(_ group: Group) -> Members {
        let count = group.members.count
        return Members(
            name: group.name.value, page: useCases.origins.path(GroupPage.path(group.name)),
            count: count == 1 ? "1 member" : "\(count) members", policy: group.policy.words)
    }

    // MARK: What is added

    @Sendable private func addPerson(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let sent = try await request.form(PersonForm.Sent.self)
        let user: User
        do {
            user = try await useCases.manageUsers.add(UserName(sent.name), isAdmin: sent.isAdmin, by: principal)
        } catch {
            return try await draw(person: sent, try FormProblem(error, of: "name"), by: principal)
        }
        for group in sent.groups.sorted() {
            _ = try await useCases.manageGroups.change(GroupName(group), .join([user.name]), by: principal)
        }
        return try await LoginLinkPage(useCases: useCases, pages: pages).draw(
            for: user.name, isNew: true, by: principal)
    }

    private struct GroupFields: Decodable {
        var name: String?
    }

    @Sendable private func addGroup(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let text = try await request.form(GroupFields.self).name ?? ""
        do {
            let name = try GroupName(text)
            try await useCases.manageGroups.add(name, by: principal)
            return .seeOther(useCases.origins.path(GroupPage.path(name)))
        } catch {
            return try await draw(group: text, try FormProblem(error, of: "name"), by: principal)
        }
    }
}

extension Standing {
    /// One word for people.
    var word: String {
        switch self {
        case .active: "Active"
        case .disabled: "Disabled"
        case .leaving: "Leaving"
        }
    }
}

extension GroupPolicy {
    /// What it says, in short.
    var words: String {
        [
            profiles.map { "profiles \($0.map(\.value).sorted().joined(separator: ", "))" },
            cpu.map { "at most \($0.words)" }, memory.map { "at most \($0)" },
            guarantee == nil ? nil : "capacity kept", memberQuota == nil && quota == nil ? nil : "a quota",
            autoApprove == nil ? nil : "approves requests", idle == nil ? nil : "idle rules",
        ].compactMap(\.self).joined(separator: "; ")
    }
}
