import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// One group: its members, and its policy as a form.
struct GroupPage {
    let useCases: UseCases
    let pages: Pages

    /// Not below the page People, where any word is a person's name.
    static let path = "\(HubPaths.adminPage)/groups"

    static func path(_ name: GroupName) -> String { "\(path)/\(HubPaths.segment(name.value))" }

    func add(to router: Router<WebContext>) {
        let place = "\(Self.path)/:group"
        router.get(RouterPath(Self.path)) { _, context in
            _ = try context.requireAdmin()
            return Response.seeOther("\(useCases.origins.path(PeoplePage.path))#groups")
        }
        router.get(RouterPath(place), use: page)
        router.post(RouterPath(place), use: setPolicy)
        router.post(RouterPath("\(place)/join"), use: join)
        router.post(RouterPath("\(place)/leave"), use: leave)
        router.post(RouterPath("\(place)/remove"), use: remove)
    }

    /// How many members one page has.
    private static let length = 50

    private struct Page {
        let place: String
        let name: String
        let members: [Member]
        let paging: Paging
        let join: TextField
        let policy: PolicyForm
        let saved: Bool
    }

    private struct Member {
        let name: String
        let page: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let group = try await useCases.manageGroups.one(context.pathGroup(), by: principal)
        return draw(
            group, from: try request.integer("offset", atLeast: 0) ?? 0, saved: request.query("saved") != nil,
            by: principal)
    }

    /// - Parameters:
    ///   - join: the names that were sent and cannot join.
    ///   - policy: what was sent as the policy and cannot be used.
    private func draw(
        _ group: Group, from offset: Int = 0, join: String? = nil, policy: PolicyFields? = nil,
        _ problem: FormProblem? = nil, saved: Bool = false, by principal: Principal
    ) -> Response {
        let origins = useCases.origins
        let place = origins.path(Self.path(group.name))
        let paging = Paging(from: offset, length: Self.length, of: group.members.count, none: "No member") {
            "\(place)?offset=\($0)"
        }
        let page = Page(
            place: place, name: group.name.value,
            members: group.members[paging.range].map {
                Member(name: $0.value, page: origins.path(PersonPage.path($0)))
            },
            paging: paging, join: Self.joining(join, join == nil ? nil : problem),
            policy: PolicyForm(
                policy ?? PolicyFields(group.policy), profiles: useCases.profiles(), policy == nil ? nil : problem),
            saved: saved)
        return pages.draw(
            .group, page, PageHead(title: "Group \(group.name)", viewer: principal, section: .admin, part: .people),
            status: problem?.status ?? .ok)
    }

    private static func joining(_ names: String?, _ problem: FormProblem?) -> TextField {
        TextField(
            "Put in", "users", names, hint: "names, with commas between", with: [.required],
            error: problem?.with("users").map { "\($0); nobody was put in" })
    }

    // MARK: Members

    private struct MemberFields: Decodable {
        /// One name, or several with commas between.
        var users: String?

        func names() throws -> [UserName] {
            try (users ?? "").split(separator: ",").compactMap { Typed.text(String($0)) }
                .map { try UserName($0) }
        }
    }

    @Sendable private func join(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathGroup()
        let fields = try await request.form(MemberFields.self)
        do {
            _ = try await useCases.manageGroups.change(name, .join(fields.names()), by: principal)
            return .seeOther(useCases.origins.path(Self.path(name)))
        } catch {
            let group = try await useCases.manageGroups.one(name, by: principal)
            // There is the group: who is not there is somebody who is to join it.
            let refusal = (error as? Refusal).map { Refusal(.badRequest, code: $0.code, $0.message) }
            let problem = try FormProblem(refusal ?? error, of: "users")
            return draw(group, join: fields.users ?? "", problem, by: principal)
        }
    }

    @Sendable private func leave(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathGroup()
        let names = try await request.form(MemberFields.self).names()
        _ = try await useCases.manageGroups.change(name, .leave(names), by: principal)
        return .seeOther(useCases.origins.path(Self.path(name)))
    }

    // MARK: The policy, and the end

    @Sendable private func setPolicy(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathGroup()
        let fields = try await request.form(PolicyFields.self)
        let reading = PolicyReading(fields)
        var problem = FormProblem(reading.invalid)
        do {
            if problem == nil {
                _ = try await useCases.manageGroups.change(name, .policy(reading.policy), by: principal)
            }
        } catch {
            problem = try FormProblem(error)
        }
        if let problem {
            let group = try await useCases.manageGroups.one(name, by: principal)
            return draw(group, policy: fields, problem, by: principal)
        }
        return .seeOther("\(useCases.origins.path(Self.path(name)))?saved=1#policy")
    }

    @Sendable private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathGroup()
        guard try await request.form(Consequences.Fields.self).isSure else {
            let group = try await useCases.manageGroups.one(name, by: principal)
            return question(about: group).draw(pages, for: principal, in: .admin)
        }
        try await useCases.manageGroups.remove(name, by: principal)
        return .seeOther("\(useCases.origins.path(PeoplePage.path))#groups")
    }

    private func question(about group: Group) -> Consequences {
        let count = group.members.count
        let whose = count == 1 ? "its member" : "its \(count) members"
        let words = group.policy.words
        let place = useCases.origins.path(Self.path(group.name))
        return Consequences(
            title: "Remove group \(group.name)?",
            lost: ["What it says for \(whose), from the next launch on\(words.isEmpty ? "" : ": \(words)")."],
            kept: ["The members, their servers and their files."], action: "\(place)/remove",
            verb: "Remove \(group.name)", back: place)
    }
}
