package import Control
import Foundation
package import Hummingbird
package import Logging
import NIOCore

/// The API and the pages, as a service that listens on a Unix socket. Only the gateway may reach that socket: what its
/// `Berth-` headers say is believed.
package func buildApplication(
    _ useCases: UseCases, configuration: WebConfiguration, logger: Logger,
    onListening: @escaping @Sendable () -> Void = {}
) -> some ApplicationProtocol {
    Application(
        router: buildRouter(useCases, configuration: configuration),
        server: .http1(configuration: .init(idleTimeout: .seconds(120))),
        configuration: ApplicationConfiguration(address: .unixDomainSocket(path: configuration.socketPath)),
        onServerRunning: { _ in
            // Who may enter the socket's folder may connect, whatever user that is.
            _ = chmod(configuration.socketPath, 0o666)
            onListening()
        },
        logger: logger)
}

/// All routes, behind what every request passes, outermost first.
func buildRouter(_ useCases: UseCases, configuration: WebConfiguration) -> Router<WebContext> {
    let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
    let pages = Pages(useCases, version: configuration.version)
    router.add(middleware: CommonHeaders(version: configuration.version))
    router.add(middleware: ErrorAnswers(pages: pages))
    router.add(middleware: VerdictAnswers(useCases: useCases, pages: pages))
    router.add(middleware: Authenticate(gatekeeper: useCases.gatekeeper, origins: useCases.origins))
    router.add(middleware: NoteRefusals(useCases: useCases))
    HubRoutes(useCases: useCases, configuration: configuration).add(to: router)
    HealthRoutes(useCases: useCases).add(to: router)
    UserRoutes(useCases: useCases, wait: configuration.launchWait).add(to: router)
    TokenRoutes(useCases: useCases).add(to: router)
    GroupRoutes(useCases: useCases).add(to: router)
    QuotaRoutes(useCases: useCases).add(to: router)
    RequestRoutes(useCases: useCases).add(to: router)
    SessionRoutes(useCases: useCases).add(to: router)
    ServerRoutes(useCases: useCases, wait: configuration.launchWait).add(to: router)
    ResizeRoutes(useCases: useCases, wait: configuration.launchWait).add(to: router)
    ServerRecordRoutes(useCases: useCases).add(to: router)
    ProgressRoutes(useCases: useCases, keepalive: configuration.keepalive).add(to: router)
    KernelRoutes(useCases: useCases).add(to: router)
    LogRoutes(useCases: useCases).add(to: router)
    FleetRoutes(useCases: useCases).add(to: router)
    CapacityRoutes(useCases: useCases).add(to: router)
    ReapRoutes(useCases: useCases).add(to: router)
    AuditRoutes(useCases: useCases).add(to: router)
    OperatingRoutes(useCases: useCases).add(to: router)
    LedgerRoutes(useCases: useCases).add(to: router)
    ImageRoutes(useCases: useCases).add(to: router)
    NewsRoutes(useCases: useCases, pace: NewsRoutes.Pace()).add(to: router)
    addPages(useCases, pages, configuration, to: router)
    StaticRoutes().add(to: router)
    return router
}

/// What browsers are shown, one struct a page.
private func addPages(
    _ useCases: UseCases, _ pages: Pages, _ configuration: WebConfiguration, to router: Router<WebContext>
) {
    LoginPage(useCases: useCases, pages: pages).add(to: router)
    HomePage(useCases: useCases, pages: pages).add(to: router)
    OpenPage(useCases: useCases, pages: pages).add(to: router)
    ServerPage(useCases: useCases, pages: pages).add(to: router)
    EndPage(useCases: useCases, pages: pages).add(to: router)
    ResizePage(useCases: useCases, pages: pages, wait: configuration.launchWait).add(to: router)
    KeepPage(useCases: useCases, pages: pages).add(to: router)
    RequestsPage(useCases: useCases, pages: pages).add(to: router)
    AccountPage(useCases: useCases, pages: pages).add(to: router)
    TokenPage(useCases: useCases, pages: pages).add(to: router)
    FleetPage(useCases: useCases, pages: pages).add(to: router)
    BulkStopPage(useCases: useCases, pages: pages).add(to: router)
    ReapPage(useCases: useCases, pages: pages).add(to: router)
    CapacityPage(useCases: useCases, pages: pages).add(to: router)
    PeoplePage(useCases: useCases, pages: pages).add(to: router)
    PersonPage(useCases: useCases, pages: pages).add(to: router)
    LoginLinkPage(useCases: useCases, pages: pages).add(to: router)
    GroupPage(useCases: useCases, pages: pages).add(to: router)
    ProfilesPage(useCases: useCases, pages: pages).add(to: router)
    UsagePage(useCases: useCases, pages: pages).add(to: router)
    AuditPage(useCases: useCases, pages: pages).add(to: router)
    MaintenancePage(useCases: useCases, pages: pages).add(to: router)
    HealthPage(useCases: useCases, pages: pages, version: configuration.version).add(to: router)
}
