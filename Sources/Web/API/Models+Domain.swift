import Accounts
import HubAPI
import Servers

extension LaunchRequest {
    init(_ options: LaunchOptions) {
        self.init(
            profile: options.profile?.value, cpu: options.cpu?.number, cpuReserve: options.reserve?.number,
            memory: options.memory.map { .bytes($0.count) },
            sharedMemory: options.sharedMemory.map { .bytes($0.count) },
            clean: options.clean ? true : nil)
    }
}

extension ServerModel {
    /// `isAdmin`: whether the asker may see what the runtime knows of it.
    init(_ tracked: TrackedServer, origins: Origins, isAdmin: Bool) {
        let key = tracked.server.key
        let activity = tracked.activity
        let progress = HubPaths.progress(key.owner.value, key.name.value)
        var state: [String: String] = [:]
        if let current = tracked.current {
            state["node"] = current.node.value
            state["object_id"] = current.container?.value
        }
        self.init(
            name: key.name.value, displayName: tracked.server.displayName?.value ?? key.name.value,
            fullName: key.description, lastActivity: tracked.lastActivity?.description,
            started: activity == .stopped ? nil : tracked.server.launchedAt?.description, pending: activity.pending,
            ready: activity == .ready, stopped: activity == .stopped, url: origins.path(of: key),
            userOptions: LaunchRequest(tracked.server.options), progressURL: origins.path(progress),
            fullURL: origins.url(of: key), fullProgressURL: origins.url(progress),
            state: isAdmin ? state : nil)
    }
}

extension ServerActivity {
    /// JupyterHub's word for what is under way.
    var pending: String? {
        switch self {
        case .starting: "spawn"
        case .stopping: "stop"
        case .stopped, .ready: nil
        }
    }
}

extension UserModel {
    /// `servers`: those of the user that the asker may see.
    init(_ user: User, servers: [TrackedServer], stoppedToo: Bool, origins: Origins, by principal: Principal) {
        let own = servers.first { $0.server.key.name.isDefault }
        let listed = servers.filter { stoppedToo || $0.activity != .stopped }
        let isAdmin = principal.permissions.allows(.adminServers)
        self.init(
            name: user.name.value, admin: user.isAdmin, roles: user.roles, groups: user.groups,
            server: own.flatMap { $0.activity == .ready ? origins.path(of: $0.server.key) : nil },
            pending: own?.activity.pending,
            created: user.createdAt.description, lastActivity: user.lastActivity?.description,
            servers: Dictionary(
                listed.map { ($0.server.key.name.value, ServerModel($0, origins: origins, isAdmin: isAdmin)) }
            ) { first, _ in first }, standing: user.standing.shown)
    }
}

extension Standing {
    /// As the API has it; nil for an account in use.
    fileprivate var shown: String? {
        switch self {
        case .active: nil
        case .disabled: "disabled"
        case .leaving: "leaving"
        }
    }
}

extension TokenModel {
    init(_ token: Token, secret: Secret? = nil) {
        self.init(
            user: token.user.value, id: token.id.value, scopes: token.scopes?.sorted().map(\.description) ?? [],
            created: token.createdAt.description, lastActivity: token.lastActivity?.description,
            expiresAt: token.expiresAt?.description, note: token.note, token: secret?.text)
    }
}

extension SessionModel {
    init(_ session: Session, isCurrent: Bool) {
        self.init(
            id: session.id.value, user: session.user.value, created: session.createdAt.description,
            lastActivity: session.lastSeen.description, expiresAt: session.expiresAt.description,
            address: session.address, browser: session.browser, current: isCurrent)
    }
}

extension ResourcesModel {
    init(_ resources: Resources) {
        self.init(
            cpuReserve: resources.cpu.reserve.number, cpu: resources.cpu.burst.number, memory: resources.memory.count)
    }
}

extension ServerEventModel {
    init(_ event: ServerEvent) {
        self.init(
            id: event.id, generation: event.generation, at: event.at.description, kind: event.kind.rawValue,
            message: event.message)
    }
}

extension WorkspaceModel {
    init(_ use: WorkspaceUse) {
        self.init(size: use.size.count, measuredAt: use.measuredAt.description, level: use.level.rawValue)
    }
}

extension UsageModel {
    init(_ usage: ServerUsage) {
        self.init(
            memory: usage.memory.count, cpu: usage.cores.map { ($0 * 1000).rounded() / 1000 }, pids: usage.pids,
            peakMemory: usage.peakMemory.count, at: usage.at.description)
    }
}
