package import Accounts
package import Servers

/// What every use-case and the reconciler work with: the ports and the shared live state. Built once, at the composition root.
package struct ControlContext: Sendable {
    package let servers: any ServerStore
    package let accounts: any AccountStore
    package let pulled: any ImageStore
    package let requests: any RequestStore
    package let auditLog: any AuditStore
    package let operating: any OperatingStore
    package let ledger: any UsageStore
    package let runtime: any ContainerRuntime
    package let notebook: any NotebookProbe
    package let workspaces: any WorkspaceProvider
    package let routes: any RoutePublisher
    package let revoker: any Revoker
    package let time: any TimeSource
    package let feed: ChangeFeed
    package let progress: ProgressBoard
    package let engine: EngineHealth
    let health = HealthBoard()
    let memory = MemoryBoard()
    let refusals = RefusalBook()
    package let images: ImageBoard
    package let gateway: GatewayHealth
    package let queue: WorkQueue
    package let disk: DiskBoard
    package let usage = UsageBoard()
    package let activity = ActivityBoard()
    package let admission: AdmissionBoard
    package let admissionPolicy: AdmissionPolicy
    package let logins: LoginGuard
    package let passwords: PasswordWorker
    package let keys: KeyRing
    package let origins: Origins
    package let instance: InstanceID
    package let limits: LifecycleLimits
    package let sessionLifetime: Duration
    /// Whether admins may open other people's servers in a browser.
    package let adminAccess: Bool
    /// What one user's servers may hold together where no group of theirs says otherwise.
    package let quota: Quota
    /// What holds for idle servers where neither profile nor group says otherwise.
    package let idle: IdleSettings
    /// How many processes want each core of the machine, of late.
    package let crowding: @Sendable () -> Double
    /// The profiles as loaded last.
    package let profiles: @Sendable () -> ProfileSet
    /// What is wrong with the profiles on disk, one line each; empty while they are those in force.
    package let profileProblems: @Sendable () -> [String]

    package init(
        servers: any ServerStore, accounts: any AccountStore, pulled: any ImageStore,
        requests: any RequestStore, auditLog: any AuditStore, operating: any OperatingStore,
        ledger: any UsageStore, runtime: any ContainerRuntime,
        notebook: any NotebookProbe, workspaces: any WorkspaceProvider, routes: any RoutePublisher,
        revoker: any Revoker, time: any TimeSource, feed: ChangeFeed, keys: KeyRing, origins: Origins,
        instance: InstanceID, limits: LifecycleLimits = LifecycleLimits(),
        sessionLifetime: Duration = .seconds(14 * 86_400), adminAccess: Bool = false,
        disk: DiskLimits = DiskLimits(), quota: Quota = Quota(), admission: AdmissionPolicy = AdmissionPolicy(),
        idle: IdleSettings = IdleSettings(), crowding: @escaping @Sendable () -> Double = { 1 },
        passwords: PasswordWorker = PasswordWorker(),
        gateway: GatewayHealth = GatewayHealth(), profiles: @escaping @Sendable () -> ProfileSet,
        profileProblems: @escaping @Sendable () -> [String] = { [] }
    ) {
        self.servers = servers
        self.accounts = accounts
        self.pulled = pulled
        self.requests = requests
        self.auditLog = auditLog
        self.operating = operating
        self.ledger = ledger
        self.runtime = runtime
        self.notebook = notebook
        self.workspaces = workspaces
        self.routes = routes
        self.revoker = revoker
        self.time = time
        self.feed = feed
        self.keys = keys
        self.origins = origins
        self.instance = instance
        self.limits = limits
        self.sessionLifetime = sessionLifetime
        self.adminAccess = adminAccess
        self.quota = quota
        self.idle = idle
        self.crowding = crowding
        self.passwords = passwords
        self.profiles = profiles
        self.profileProblems = profileProblems
        self.admission = AdmissionBoard(feed: feed)
        admissionPolicy = admission
        progress = ProgressBoard(feed: feed, queue: self.admission)
        engine = EngineHealth()
        images = ImageBoard()
        self.gateway = gateway
        queue = WorkQueue()
        self.disk = DiskBoard(limits: disk)
        logins = LoginGuard()
    }

    /// Signs tickets and passes.
    package var seal: OriginSeal { OriginSeal(key: keys.originKey) }

    /// Has the reconciler look at a server soon.
    package func wake(_ server: ServerID) { queue.wake(server) }

    func audit(
        _ principal: Principal, _ action: String, target: String, parameters: AuditParameters = [:],
        result: String = "done"
    ) -> AuditEntry {
        AuditEntry(
            at: time.now(), principal: principal.auditName, address: principal.address, action: action, target: target,
            parameters: parameters, result: result)
    }

    /// What the engine's machine has, as last heard. Throws `Refusal` 503 when the engine has never answered.
    package func hostCapacity() async throws -> HostCapacity {
        if let host = engine.host { return host.capacity }
        throw Refusal.engineAway(engine.problem)
    }
}

/// The port through which credentials stop counting at once, wherever they are in use.
package protocol Revoker: Sendable {
    func revoke(_ revocation: Revocation) async

    /// Has what is known of tokens asked anew, so that what was given counts at once; nothing is closed.
    func refresh() async
}
