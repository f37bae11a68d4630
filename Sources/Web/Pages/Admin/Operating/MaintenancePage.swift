import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// What admins say to all: that no launches are taken, and whatever else. Each is shown with what it would do before it is
/// done.
struct MaintenancePage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.maintenance.path), use: page)
        router.get(RouterPath(Self.drain), use: previewDrain)
        router.post(RouterPath(Self.drain), use: beginDrain)
        router.post(RouterPath("\(Self.drain)/end"), use: endDrain)
        router.get(RouterPath(Self.broadcast), use: previewBroadcast)
        router.post(RouterPath(Self.broadcast), use: tell)
        router.post(RouterPath("\(Self.broadcast)/withdraw"), use: withdraw)
    }

    private static let drain = "\(AdminSection.maintenance.path)/drain"
    private static let broadcast = "\(AdminSection.maintenance.path)/broadcast"

    private var origins: Origins { useCases.origins }
    private var place: String { origins.path(AdminSection.maintenance.path) }

    private struct Page {
        let drain: DrainCard?
        let drainForm: DrainForm
        let told: BroadcastCard?
        let broadcastForm: BroadcastForm
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        try await draw(by: context.requireAdmin())
    }

    /// With a form as it was sent, and what is wrong in it; without one as it is at first.
    private func draw(
        drain fields: DrainFields? = nil, broadcast said: BroadcastFields? = nil, _ problem: FormProblem? = nil,
        by principal: Principal
    ) async throws -> Response {
        let news = await useCases.news(of: nil, by: principal)
        let drain = try await useCases.manageDrain.current()
        let told = try await useCases.manageBroadcast.current()
        let page = Page(
            drain: drain.map { DrainCard($0, end: origins.path("\(Self.drain)/end")) },
            drainForm: DrainForm(
                fields ?? DrainFields(drain), action: origins.path(Self.drain), isOn: drain != nil,
                fields == nil ? nil : problem),
            told: told.map { BroadcastCard($0, withdraw: origins.path("\(Self.broadcast)/withdraw")) },
            broadcastForm: BroadcastForm(
                said ?? BroadcastFields(), action: origins.path(Self.broadcast), said == nil ? nil : problem))
        return pages.draw(
            .maintenance, page,
            PageHead(
                title: "Maintenance", viewer: principal, section: .admin, part: .maintenance, news: news, width: .wide),
            status: problem?.status ?? .ok)
    }

    private func show(_ preview: MaintenancePreview, _ principal: Principal) -> Response {
        pages.draw(
            .preview, preview,
            PageHead(title: "Maintenance", viewer: principal, section: .admin, part: .maintenance, width: .wide))
    }

    // MARK: Drain

    @Sendable private func previewDrain(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = DrainFields(request)
        do {
            let preview = try await useCases.manageDrain.preview(
                fields.text(), deadline: fields.due(), by: principal)
            return show(MaintenancePreview(preview, action: origins.path(Self.drain), back: place), principal)
        } catch {
            return try await draw(drain: fields, try FormProblem(error), by: principal)
        }
    }

    @Sendable private func beginDrain(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = try await request.form(DrainFields.self)
        do {
            _ = try await useCases.manageDrain.begin(fields.text(), deadline: fields.due(), by: principal)
        } catch {
            return try await draw(drain: fields, try FormProblem(error), by: principal)
        }
        return .seeOther(place)
    }

    @Sendable private func endDrain(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageDrain.end(by: context.requireAdmin())
        return .seeOther(place)
    }

    // MARK: Broadcast

    @Sendable private func previewBroadcast(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = BroadcastFields(request)
        do {
            let preview = try await useCases.manageBroadcast.preview(
                fields.text(), level: Notice.Level(fields.level), until: fields.due(), filter: fields.filter ?? "",
                by: principal)
            return show(
                MaintenancePreview(preview, action: origins.path(Self.broadcast), back: place), principal)
        } catch {
            return try await draw(broadcast: fields, try FormProblem(error), by: principal)
        }
    }

    @Sendable private func tell(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = try await request.form(BroadcastFields.self)
        do {
            _ = try await useCases.manageBroadcast.tell(
                fields.text(), level: Notice.Level(fields.level), until: fields.due(), filter: fields.filter ?? "",
                by: principal)
        } catch {
            return try await draw(broadcast: fields, try FormProblem(error), by: principal)
        }
        return .seeOther(place)
    }

    @Sendable private func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageBroadcast.withdraw(by: context.requireAdmin())
        return .seeOther(place)
    }
}
