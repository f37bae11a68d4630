import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// The page of one server: what it does, what it uses against its limits, what can be done with it, and its history. Whoever
/// has scripts stays here while it starts, and is led into what they launched here of their own.
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
        /// What its next start gets that it has not now.
        let anew: String?
        let address: String
        /// The link into it, once it runs again after the restart that was asked for here.
        let restarted: String?
        /// What is drawn of a stopped one stays until this is another.
        let run: String
        let stopped: StoppedServer?
        let memoryLoss: MemoryLoss?
        let resize: ResizeForm?
        let kernels: KernelList?
        let idle: IdleNote?
        let events: [Event]
        let log: String?
        let token: TokenForm?
    }

    private struct Event {
        let time: ShownTime
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
        let news = await useCases.news(of: key.owner, by: principal)
        let tracked = try await useCases.watchServer(key, by: principal)
        let deed = ServerDeed.allCases.first { request.query($0.rawValue) == key.name.value }
        let opens = deed == .launched && key.owner == principal.user.name
        if opens, tracked.activity == .ready {
            return .seeOther(useCases.origins.path(HubPaths.open(key.owner.value, key.name.value)))
        }
        let model = try await model(of: tracked, opens: opens, isRestart: deed == .restarted, by: principal)
        return pages.draw(
            .server, model,
            PageHead(
                title: model.name, viewer: principal, section: .servers, news: news, owners: [key.owner]))
    }

    /// - Parameters:
    ///   - opens: whether the page goes on into it once it runs.
    ///   - isRestart: whether whoever looks has restarted it here.
    private func model(
        of tracked: TrackedServer, opens: Bool, isRestart: Bool, by principal: Principal
    ) async throws -> Page {
        let key = tracked.server.key
        let origins = useCases.origins
        let mayChange = principal.permissions.allows(.servers, server: key)
        let isOwn = key.owner == principal.user.name
        let owner = isOwn ? principal.user : try? await useCases.manageUsers.one(key.owner, by: principal)
        let isOff = await useCases.whyNoneStarts() != nil
        let card = await ServerCard(tracked, useCases, isOff: isOff, opens: opens, by: principal)
        let events = try await useCases.watchServer.latestEvents(key, count: Self.history, by: principal)
        return Page(
            card: card, name: isOwn ? card.title : "\(card.title) of \(key.owner)", home: origins.path("/hub/"),
            owner: isOwn ? nil : key.owner.value, profile: tracked.server.spec?.profile.value,
            image: tracked.server.spec?.image, anew: anew(tracked),
            address: origins.url(of: key),
            restarted: isRestart && tracked.activity == .ready ? card.open?.href : nil,
            run: "\(tracked.server.generation)-\(tracked.activity)",
            stopped: tracked.activity == .stopped
                ? await StoppedServer(tracked, key, stay: .server, useCases, by: principal) : nil,
            memoryLoss: mayChange ? MemoryLoss(tracked, origins) : nil,
            resize: mayChange ? owner.flatMap { ResizeForm(tracked, owner: $0, useCases) } : nil,
            kernels: mayChange ? await kernels(of: tracked, by: principal) : nil,
            idle: try await useCases.listFleet.terms(of: [key.owner]).verdict(on: tracked).map {
                IdleNote($0, of: key, mayKeep: mayChange, origins)
            },
            events: events.reversed().map {
                Event(time: ShownTime($0.at, seconds: true), message: $0.message)
            },
            log: ServerLog.address(of: tracked, origins, by: principal),
            token: isOwn
                ? TokenForm(
                    action: origins.path(TokenPage.path), server: key.name.value, note: "Editor, \(card.title)") : nil)
    }

    private func anew(_ tracked: TrackedServer) -> String? {
        let image = useCases.watchServer.hasNewerImage(than: tracked) ? "a newer image" : nil
        let parts = [image, tracked.server.nextOptions?.chosen].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// Nil where it does not run, or does not answer: that is said above, and nobody waits for it here.
    private func kernels(of tracked: TrackedServer, by principal: Principal) async -> KernelList? {
        guard tracked.activity == .ready, tracked.current?.healthy == true,
            let reading = try? await useCases.readKernels.withTerminals(tracked.server.key, by: principal)
        else { return nil }
        return KernelList(reading)
    }
}
