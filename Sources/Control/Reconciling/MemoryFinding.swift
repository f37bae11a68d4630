import Accounts
import Servers

/// What one look at a server that ran out of memory found.
struct MemoryFinding: Sendable {
    let tracked: TrackedServer
    let run: ContainerRun
    /// What the kernel counted in that run; 0 where it cannot be read.
    let counted: Int
    /// Processes that died and were not told of.
    let killed: Int
    let limit: Bytes
    private let hints: [Timestamp]
    private let reading: DeathReading
    private let asked: Timestamp
    private let kernels: [KernelDeath]

    /// - Parameter asked: when `reading` was asked for; the container was looked at after that.
    init(
        _ tracked: TrackedServer, _ container: ObservedContainer, hints: [Timestamp], reading: DeathReading,
        asked: Timestamp
    ) {
        self.tracked = tracked
        self.reading = reading
        self.asked = asked
        run = container.run ?? ContainerRun(container: container.id, startedAt: asked)
        counted = container.memoryKills ?? 0
        killed = tracked.untoldKills(in: container, hints: hints)
        limit = container.limits?.memory ?? tracked.server.spec?.resources.memory ?? Bytes(0)
        self.hints = tracked.untold(hints, in: container)
        kernels = reading.deaths.ofMemory(
            killed: killed, after: tracked.memory(of: container)?.toldUntil, hints: self.hints)
    }

    /// Whether nothing more is to be found out.
    var isComplete: Bool { killed > 0 && (kernels.count == killed || reading == .untold) }

    /// What is to be remembered of it. When it was is the engine's word, else the server's, else `now`.
    func record(_ remedy: MemoryRemedy?, at now: Timestamp) -> MemoryRecord {
        let at = hints.first ?? kernels.first?.at ?? now
        return MemoryRecord(
            generation: tracked.server.generation, run: run, kills: counted,
            // A death is noted at the latest when it is asked for, which is after that was begun.
            toldUntil: reading.deaths.map(\.at).reduce(asked, max),
            lastHint: hints.max() ?? tracked.memory.flatMap { $0.run == run ? $0.lastHint : nil },
            last: OutOfMemory(
                at: min(at, now), limit: limit,
                kernels: kernels.map { OutOfMemory.Kernel(path: $0.path, name: $0.name) },
                others: killed - kernels.count, remedy: remedy))
    }
}

extension TrackedServer {
    /// Whether it was given more since it last ran out of memory, which was not noted yet.
    var isNewlyRemedied: Bool {
        guard let report = outOfMemory, !report.isRemedied, let memory = server.spec?.resources.memory else {
            return false
        }
        return memory > report.limit
    }

    /// Whether a look at its containers shows what the memory watcher has to do.
    func hasMemoryNews(in containers: [ObservedContainer]) -> Bool {
        isNewlyRemedied || containers.contains { untoldKills(in: $0, hints: []) > 0 }
    }
}

extension ControlContext {
    /// What helps a server for which `limit` was too little, by what its owner may have of its profile now.
    func remedy(for server: Server, beyond limit: Bytes) async -> MemoryRemedy? {
        guard let host = engine.host?.capacity, let profile = server.spec?.profile else { return nil }
        let owner = try? await accounts.user(server.key.owner)
        let ceiling = owner.flatMap { owner in profiles().usable(by: owner).first { $0.id == profile }?.ceiling }
        return MemoryRemedy(beyond: limit, ceiling: ceiling?.within(host).memory, host: host.memory)
    }

    /// The page where a person gives a server more memory.
    func resizePage(of server: ServerKey, memory: Bytes) -> String {
        "\(origins.page("resize", of: server))?memory=\(memory.count)"
    }

    /// Why a server ended whose whole container ran out of memory, beyond the reason itself.
    func oomDetail(of server: Server) async -> String? {
        guard let limit = server.spec?.resources.memory else { return nil }
        let name = server.key.name.isDefault ? "" : " \(server.key.name)"
        return switch await remedy(for: server, beyond: limit) {
        case .resize(let memory)?:
            "its limit was \(limit); 'berth launch\(name) --memory \(memory.option)' gives it more"
        case .request(let memory)?:
            "its limit was \(limit), and an admin can give it more: 'berth request --memory \(memory.option)\(name)'"
        case nil: "its limit was \(limit), and this machine has no more"
        }
    }
}
