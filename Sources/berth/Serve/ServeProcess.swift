import Accounts
import Control
import DockerEngine
import DockerRuntime
import Foundation
import GatewayControl
import JupyterServer
import Logging
import Metrics
import Observability
import SQLiteStore
import Servers
import ServiceLifecycle
import Settings
import UnixSignals
import Web
import Workspaces

/// The composition root of `berth serve`: builds everything once and runs it until a signal.
struct ServeProcess: Sendable {
    let options: SettingsOptions
    let operatorName: String?
    let credentials: String?
    /// Whether it starts a gateway where none runs; otherwise it attaches to the one that another service runs.
    let startsGateway: Bool

    func run() async throws {
        let settings = try options.load()
        let catalog = ProfileCatalog(
            try ProfileLoader.load(directory: settings.profilesDirectory, default: settings.defaultProfile))
        let logger = settings.logger("serve")
        let origins = try settings.origins()
        let prometheus = PrometheusMetrics(help: HubMetrics.help.merging(ProcessMetrics.help) { $1 })
        MetricsSystem.bootstrap(prometheus)
        let (metrics, process) = (HubMetrics(prometheus), ProcessMetrics(prometheus))
        let state = StateDirectory(path: settings.stateDirectory)
        try state.prepare()
        let lock = try state.lock("serve")
        try state.prepareHubFolder(for: try UserIDs(named: settings.gatewayUser))
        let keys = KeyRing(instanceKey: try state.instanceKey())

        let feed = ChangeFeed()
        let time = SystemTime()
        let store = try SQLiteStore.open(
            path: state.store, uids: settings.uids, uptime: { time.uptime() }, onChange: { feed.publish($0) },
            observer: StoreObserver(
                news: { metrics.note($0) },
                transaction: { metrics.noteTransaction(isWrite: $0, took: $1, succeeded: $2) }),
            logger: settings.logger("store"))
        try await prepareOperator(settings, store, time)

        let engine = EngineClient(socketPath: settings.dockerSocket, logger: settings.logger("engine"))
        let jupyter = JupyterClient()
        let links = GatewayEnd(
            store: store, keys: keys, time: time, adminAccess: settings.adminAccess,
            visits: NoteVisit(servers: store, time: time), metrics: metrics)
        let link = GatewayLink(
            socketPath: state.controlSocket, handlers: links.handlers, logger: settings.logger("gateway-link"))
        let workspaces = settings.workspaces(logger: settings.logger("workspaces"))
        let control = ControlContext(
            servers: store, accounts: store, pulled: store, requests: store,
            auditLog: store, operating: store, ledger: store,
            runtime: MeasuredRuntime(
                DockerRuntime(
                    engine: engine, socketPath: settings.dockerSocket, instance: store.instance,
                    settings: settings.runtime(store.instance),
                    logger: settings.logger("runtime")), metrics: metrics),
            notebook: jupyter, workspaces: workspaces, routes: link,
            revoker: LinkRevoker(link: link), time: time, feed: feed, keys: keys,
            origins: origins, instance: store.instance, limits: settings.limits,
            sessionLifetime: settings.sessionLifetime, adminAccess: settings.adminAccess, disk: settings.disk,
            quota: settings.quota,
            admission: settings.admission, idle: settings.idle, crowding: { HostLoad.perCore },
            gateway: links.health,
            profiles: { catalog.profiles }, profileProblems: { catalog.problems })
        let web = buildApplication(
            UseCases(control),
            configuration: WebConfiguration(
                socketPath: state.hubSocket, version: BerthVersion.text, launchWait: settings.launchWait,
                metrics: {
                    process.measure()
                    metrics.setStore(database: store.size.database, log: store.size.log)
                    metrics.setGateway(isUp: link.isConnected)
                    await metrics.measure(control)
                    return prometheus.render()
                }),
            logger: settings.logger("web"), onListening: ServiceManager().isReady)

        logger.info("berth serve starts", metadata: ["instance": "\(store.instance)", "hub": "\(settings.hubURL)"])
        let keeper = GatewayKeeper(
            link: link, health: links.health, arguments: options.arguments, state: state, logger: logger,
            startsGateway: startsGateway)
        var lifecycle = logger
        lifecycle.logLevel = max(.notice, settings.logger("lifecycle").logLevel)
        let engineWatcher = EngineWatcher(control, logger: settings.logger("engine-watcher"))
        await engineWatcher.introduce()
        let services: [any Service] = [
            link, web, engineWatcher,
            Reconciler(control, logger: settings.logger("reconciler")),
            HealthWatcher(control, logger: settings.logger("health-watcher")),
            MemoryWatcher(control, logger: settings.logger("memory-watcher")),
            UsageWatcher(control, logger: settings.logger("usage-watcher")),
            UsageKeeper(control, logger: settings.logger("usage-keeper")),
            ActivityWatcher(control, store: store, logger: settings.logger("activity-watcher")),
            IdleKeeper(control, logger: settings.logger("idle")),
            AdmissionKeeper(control, logger: settings.logger("admission")),
            AccountKeeper(control, logger: settings.logger("account-keeper")),
            GrantKeeper(control, logger: settings.logger("grant-keeper")),
            DrainKeeper(control, logger: settings.logger("drain-keeper")),
            NoticeKeeper(control, logger: settings.logger("notice-keeper")),
            DiskWatcher(control, meter: workspaces, logger: settings.logger("disk")), keeper,
            ProfileReloader(options: options, settings: settings, catalog: catalog, logger: logger),
        ]
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: lifecycle)
        group.maximumGracefulShutdownDuration = .seconds(10)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await ServiceGroup(configuration: group).run())
        } catch {
            outcome = .failure(error)
        }
        await engine.shutdown()
        await jupyter.shutdown()
        withExtendedLifetime(lock) {}
        try outcome.get()
    }

    private func prepareOperator(_ settings: BerthSettings, _ store: SQLiteStore, _ time: SystemTime) async throws {
        guard let operatorName else { return }
        let name = try UserName(operatorName)
        try await Operator(name: name, credentials: credentials, hubURL: "\(settings.hubURL)").prepare(
            accounts: store, time: time)
    }
}
