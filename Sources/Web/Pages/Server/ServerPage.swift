import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// The page of one server: what it does, what it uses against its limits, what can be done with it, and its history.
struct ServerPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub/servers/:user", use: page)
        router.get("/hub/servers/:user/:server", use: page)
    }

    /// How many of the latest events it shows.
    private static let history = 12

    private struct Page {
        let card: ServerCard
        let name: String
        let home: String
        /// Another person's, for those who may see it.
        let owner: String?
        let profile: String?
        let image: String?
        let newerImage: Bool
        let address: String
        let memoryLoss: MemoryLoss?
        let resize: ResizeForm?
        let kernels: KernelList?
        let idle: IdleNote?
        let events: [Event]
        let log: String?
        let token: TokenForm?
    }

    private struct Event {
        let at: String
        let shown: String
        let message: String
    }

    private struct TokenForm {
        let action: String
        let server: String
        let note: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let tracked = try await useCases.watchServer(key, by: principal)
        let model = try await model(of: tracked, by: principal)
        return pages.draw(
            .server, model,
            PageHead(
                title: model.name, viewer: principal, section: .servers,
                events: useCases.origins.path(HubPaths.news(of: key.owner.value)), owners: [key.owner]))
    }

    private func model(of tracked: TrackedServer, by principal: Principal) async throws -> Page {
        let key = tracked.server.key
        let origins = useCases.origins
        let mayChange = principal.permissions.allows(.servers, server: key)
        let isOwn = key.owner == principal.user.name
        let owner = isOwn ? principal.user : try? await useCases.manageUsers.one(key.owner, by: principal)
        let card = ServerCard(tracked, useCases)
        let events = try await useCases.watchServer.latestEvents(key, count: Self.history, by: principal)
        let logs = origins.path(HubPaths.logs(key.owner.value, key.name.value))
        return Page(
            card: card, name: isOwn ? card.title : "\(card.title) of \(key.owner)", home: origins.path("/hub/"),
            owner: isOwn ? nil : key.owner.value, profile: tracked.server.spec?.profile.value,
            image: tracked.server.spec?.image, newerImage: useCases.watchServer.hasNewerImage(than: tracked),
            address: origins.url(of: key), memoryLoss: mayChange ? MemoryLoss(tracked, origins) : nil,
            resize: mayChange ? owner.flatMap { ResizeForm(tracked, owner: $0, useCases) } : nil,
            kernels: mayChange ? await kernels(of: tracked, by: principal) : nil,
            idle: try await useCases.listFleet.terms(of: [key.owner]).verdict(on: tracked).map {
                IdleNote($0, of: key, mayKeep: mayChange, origins)
            },
            events: events.reversed().map {
                Event(at: $0.at.description, shown: $0.at.forPages, message: $0.message)
            },
            log: mayChange && tracked.server.generation > 0
                ? "\(logs)?tail=200\(tracked.activity == .ready ? "&follow=1" : "")" : nil,
            token: isOwn
                ? TokenForm(
                    action: origins.path(TokenPage.path), server: key.name.value, note: "Editor, \(card.title)") : nil)
    }

    /// Nil where it does not run, or does not answer: that is said above, and nobody waits for it here.
    private func kernels(of tracked: TrackedServer, by principal: Principal) async -> KernelList? {
        guard tracked.activity == .ready, tracked.current?.healthy == true,
            let reading = try? await useCases.readKernels(tracked.server.key, by: principal)
        else { return nil }
        return KernelList(reading)
    }
}
