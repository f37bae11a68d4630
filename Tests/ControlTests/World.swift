import Accounts
import Control
import Foundation
import Logging
import Servers
import ServiceLifecycle
import Support
import Synchronization
import Testing

/// A whole control plane on fakes and a clock that stands still.
struct World: Sendable {
    let time: VirtualTime
    /// What all that runs in this world runs on.
    let executor = SettlingExecutor()
    let feed = ChangeFeed()
    let notebook = FakeNotebook()
    let workspaces = FakeWorkspaces()
    let routes = FakeRoutes()
    let revoker = FakeRevoker()
    let runtime: FakeRuntime
    let servers: MemoryServerStore
    let accounts = MemoryAccountStore()
    let pulled = MemoryImageStore()
    let requests = MemoryRequestStore()
    let operating = MemoryOperatingStore()
    let auditLog: MemoryAuditStore
    let control: ControlContext
    let useCases: UseCases
    let profiles: ProfileShelf

    /// - Parameters:
    ///   - added: profiles beside `small` and `pulled`.
    ///   - time: the clock that stands still.
    ///   - real: in place of the fakes, and of that clock; nil: not.
    init(
        disk: DiskLimits = DiskLimits(), adminAccess: Bool = false, quota: Quota = Quota(),
        profiles added: [Profile] = [], admission: AdmissionPolicy = AdmissionPolicy(),
        limits: LifecycleLimits = LifecycleLimits(), idle: IdleSettings = IdleSettings(),
        time: VirtualTime = VirtualTime(),
        real: (runtime: (any ContainerRuntime)?, notebook: (any NotebookProbe)?, time: any TimeSource)? = nil
    ) throws {
        self.time = time
        let feed = feed
        runtime = FakeRuntime(clock: { time.now() })
        let requests = requests
        servers = MemoryServerStore(
            now: { time.now() }, uptime: { time.uptime() },
            hasRequest: { requests.hasRequest(of: $0, since: $1) }, onChange: { feed.publish($0) })
        let set = ProfileSet(
            profiles: [
                Profile(
                    id: ProfileID("small"), title: "Small", summary: "For most", image: "berth/notebook:minimal",
                    resources: Resources(
                        cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)),
                        memory: .gibibytes(1)),
                    ceiling: Ceiling(cpu: Cores(thousandths: 2000), memory: .gibibytes(4))),
                Profile(
                    id: ProfileID("pulled"), title: "Pulled", summary: "Not there yet", image: "registry/other:1",
                    resources: Resources(
                        cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 1000)),
                        memory: .gibibytes(1)),
                    ceiling: Ceiling(cpu: Cores(thousandths: 1000), memory: .gibibytes(2))),
            ] + added, defaultID: ProfileID("small"))
        let profiles = ProfileShelf(set)
        self.profiles = profiles
        let (servers, accounts, pulled, operating) = (servers, accounts, pulled, operating)
        auditLog = MemoryAuditStore(beside: {
            servers.audit + accounts.audit + requests.audit + pulled.audit + operating.audit
        })
        control = ControlContext(
            servers: servers, accounts: accounts, pulled: pulled, requests: requests, auditLog: auditLog,
            operating: operating, ledger: servers,
            runtime: real?.runtime ?? runtime,
            notebook: real?.notebook ?? notebook, workspaces: workspaces,
            routes: routes, revoker: revoker, time: real?.time ?? time, feed: feed,
            keys: KeyRing(instanceKey: Data(count: 32)),
            origins: try Origins(hubURL: "http://localhost:8000", notebookURL: "http://{user}.localhost:8000"),
            instance: InstanceID("testtest"), limits: limits, adminAccess: adminAccess, disk: disk, quota: quota,
            admission: admission, idle: idle,
            passwords: PasswordWorker(cost: .init(logN: 1, r: 1, p: 1), width: 1), profiles: { profiles.set })
        useCases = UseCases(control)
    }

    /// An account and who speaks for it.
    func person(_ name: String, isAdmin: Bool = false) async throws -> Principal {
        let user = try await accounts.addUser(UserName(name), isAdmin: isAdmin, at: time.now(), audit: nil)
        return Principal(
            user: user, credential: .session(SessionID("s-\(name)")), permissions: Permissions(of: user), address: nil)
    }

    /// Logs nothing.
    private var logger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    var engineWatcher: EngineWatcher { EngineWatcher(control, logger: logger) }

    /// Runs the control plane's services while `body` runs, which begins once the engine has answered; what it throws
    /// ends them, too.
    func running(
        engineAnswers: Bool = true, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(executor) { try await runServices(engineAnswers: engineAnswers, body) }
    }

    private func runServices(engineAnswers: Bool, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let watcher = engineWatcher
        let reconciler = Reconciler(control, logger: logger)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try? await watcher.run()
                return false
            }
            group.addTask {
                try? await reconciler.run()
                return false
            }
            group.addTask {
                try? await MemoryWatcher(control, logger: logger).run()
                return false
            }
            group.addTask {
                try? await AdmissionKeeper(control, logger: logger).run()
                return false
            }
            group.addTask {
                try? await AccountKeeper(control, logger: logger).run()
                return false
            }
            group.addTask {
                if engineAnswers { await runtime.waitForCalls(.containers) }
                try await body()
                return true
            }
            while let isBody = try await group.next(), !isBody {}
            group.cancelAll()
        }
    }

    /// A world where Ada has an account, she, and the key of her server.
    static func withAda(
        disk: DiskLimits = DiskLimits()
    ) async throws -> (World, Principal, ServerKey) {
        let world = try World(disk: disk)
        let ada = try await world.person("ada")
        return (world, ada, ServerKey(owner: ada.user.name))
    }

    /// Waits until the server is as `condition` wants it, and answers it.
    func until(
        _ key: ServerKey, by principal: Principal, _ condition: @escaping @Sendable (TrackedServer) -> Bool
    ) async throws -> TrackedServer {
        for await tracked in try await useCases.watchServer.changes(key, by: principal) where condition(tracked) {
            return tracked
        }
        throw CancellationError()
    }

    /// The same, while the clock goes on whenever somebody sleeps.
    func untilInTime(
        _ key: ServerKey, by principal: Principal, _ condition: @escaping @Sendable (TrackedServer) -> Bool
    ) async throws -> TrackedServer {
        try await withThrowingTaskGroup(of: TrackedServer?.self) { group in
            group.addTask { try await until(key, by: principal, condition) }
            group.addTask {
                while !Task.isCancelled { try await goOn() }
                return nil
            }
            defer { group.cancelAll() }
            while let found = try await group.next() {
                if let found { return found }
            }
            throw CancellationError()
        }
    }

    /// Lets the clock go on to where somebody wakes, but a second at most. What can go on without it goes first, so that no
    /// deadline passes in between.
    func goOn() async throws {
        try await time.waitForSleepers(count: 1)
        await executor.settled()
        try Task.checkCancellation()
        time.advance(by: min(time.sleeping.first ?? .zero, .seconds(1)))
    }

    /// Waits until the server's launch has a place in the queue, and answers it.
    func untilQueued(_ key: ServerKey, by principal: Principal) async throws -> QueuePlace {
        for await tracked in try await useCases.watchServer.changes(key, by: principal) {
            if let entry = useCases.watchServer.queueEntry(of: tracked) { return entry.place }
        }
        throw CancellationError()
    }
}

/// The operator's profiles, which may change.
final class ProfileShelf: Sendable {
    private let state: Mutex<ProfileSet>

    init(_ set: ProfileSet) { state = Mutex(set) }

    var set: ProfileSet { state.withLock { $0 } }

    func drop(_ id: ProfileID) {
        state.withLock { set in
            set = ProfileSet(profiles: set.profiles.filter { $0.id != id }, defaultID: set.defaultID)
        }
    }
}

/// Remembers what was revoked.
final class FakeRevoker: Revoker {
    private let state = Mutex<[String]>([])

    var revoked: [String] { state.withLock { $0 } }

    func refresh() async {}

    func revoke(_ revocation: Revocation) async {
        let text =
            switch revocation {
            case .session(let id): "session \(id)"
            case .token(let id): "token \(id)"
            case .user(let name, _): "user \(name)"
            }
        state.withLock { $0.append(text) }
    }
}
