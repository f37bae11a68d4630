package import Servers
import Synchronization

/// A Jupyter that answers as it is told; ready at once unless told otherwise.
package final class FakeNotebook: NotebookProbe {
    private let answer: Mutex<ProbeAnswer>
    private let reading = Mutex(KernelReading.known([]))
    private let told = Mutex<NotebookReading?>(nil)

    package init(_ answer: ProbeAnswer = .ready) { self.answer = Mutex(answer) }

    package func set(_ answer: ProbeAnswer) { self.answer.withLock { $0 = answer } }

    package func probe(_ endpoint: Endpoint, basePath: String, token: String) async -> ProbeAnswer {
        answer.withLock { $0 }
    }

    private let killed = Mutex(DeathReading.untold)

    /// What it tells of kernels that were killed; nothing unless told otherwise, as an image that is not ours.
    package func setDeaths(_ reading: DeathReading) { killed.withLock { $0 = reading } }

    package func deaths(_ endpoint: Endpoint, basePath: String, token: String) async -> DeathReading {
        killed.withLock { $0 }
    }

    /// What it answers when it is asked for all that goes on: what it says of kernels, and no terminals, unless told.
    package func set(_ activity: NotebookReading?) { told.withLock { $0 = activity } }

    package func activity(_ endpoint: Endpoint, basePath: String, token: String) async -> NotebookReading {
        if let told = told.withLock({ $0 }) { return told }
        switch reading.withLock({ $0 }) {
        case .known(let kernels): return .known(NotebookActivity(kernels: kernels))
        case .unknown(let why): return .unknown(why)
        }
    }

    package func set(_ reading: KernelReading) { self.reading.withLock { $0 = reading } }

    package func kernels(_ endpoint: Endpoint, basePath: String, token: String) async -> KernelReading {
        reading.withLock { $0 }
    }
}

/// Directories that need no disk; logs are kept in memory.
package final class FakeWorkspaces: WorkspaceProvider {
    private struct State {
        var problem: WorkspaceError?
        var logs: [String: [UInt8]] = [:]
        var secrets: [ServerID: [String]] = [:]
        var missingSecrets: Set<String> = []
        var made: Set<UserName> = []
        var notices: [ServerID: [Notice.Kind: Notice]] = [:]
        var retired: [String] = []
        var purged: [String] = []
        var told: [ServerID: [Resources]] = [:]
        var tellProblem: WorkspaceError?
    }

    private let state = Mutex(State())

    package init() {}

    /// Every call of `prepare` fails with `problem` from now on; nil: no more.
    package func fail(with problem: WorkspaceError?) { state.withLock { $0.problem = problem } }

    package func prepare(_ server: Server) async throws(WorkspaceError) -> ServerDirectories {
        if let problem = state.withLock({ $0.problem }) { throw problem }
        state.withLock { _ = $0.made.insert(server.key.owner) }
        return ServerDirectories(
            workspace: "/workspaces/\(server.key.owner)", run: "/run/\(server.id)", cluster: "/cluster")
    }

    /// What is shown in a server, by kind.
    package func notices(in server: ServerID) -> [Notice.Kind: Notice] { state.withLock { $0.notices[server] ?? [:] } }

    package func show(_ notice: Notice, in server: ServerID) async throws(WorkspaceError) {
        state.withLock { $0.notices[server, default: [:]][notice.kind] = notice }
    }

    package func withdraw(_ kind: Notice.Kind, from server: ServerID) async throws(WorkspaceError) {
        state.withLock { $0.notices[server]?[kind] = nil }
    }

    /// What running servers were told of their resources, in order.
    package var told: [ServerID: [Resources]] { state.withLock { $0.told } }

    /// Every call of `tellResources` fails with `problem` from now on; nil: no more.
    package func failTelling(with problem: WorkspaceError?) { state.withLock { $0.tellProblem = problem } }

    package func tellResources(_ server: Server) async throws(WorkspaceError) {
        if let problem = state.withLock({ $0.tellProblem }) { throw problem }
        state.withLock { state in
            if let resources = server.spec?.resources { state.told[server.id, default: []].append(resources) }
        }
    }

    /// These secrets are not there.
    package func lack(secrets: Set<String>) { state.withLock { $0.missingSecrets = secrets } }

    /// The names of the secrets that are in place, by server.
    package var secrets: [ServerID: [String]] { state.withLock { $0.secrets } }

    package func placeSecrets(_ server: Server) async throws(WorkspaceError) -> String? {
        let names = server.spec?.setup.secrets.map(\.name) ?? []
        let missing = state.withLock { state in
            state.secrets[server.id] = names.isEmpty ? nil : names
            return names.first { state.missingSecrets.contains($0) }
        }
        if let missing { throw WorkspaceError(path: "/secrets/\(missing)", problem: "missing", remedy: "put it there") }
        return names.isEmpty ? nil : "/secrets/\(server.id)"
    }

    package func discardSecrets(_ server: ServerID) async throws(WorkspaceError) {
        state.withLock { $0.secrets[server] = nil }
    }

    /// The names of workspaces that were put aside, and of those that were purged, in order.
    package var retired: [String] { state.withLock { $0.retired } }
    package var purged: [String] { state.withLock { $0.purged } }

    package func retire(_ owner: UserName, as name: String) async throws(WorkspaceError) -> String? {
        if let problem = state.withLock({ $0.problem }) { throw problem }
        return state.withLock { state in
            if state.made.remove(owner) != nil { state.retired.append(name) }
            return state.retired.contains(name) ? "/workspaces/.removed/\(name)" : nil
        }
    }

    package func purge(retired name: String) async throws(WorkspaceError) {
        state.withLock { state in
            state.retired.removeAll { $0 == name }
            state.purged.append(name)
        }
    }

    package func keepLog(_ log: [UInt8], server: ServerID, generation: Int) async throws(WorkspaceError) {
        state.withLock { $0.logs["\(server)/\(generation)"] = log }
    }

    package func keptLog(server: ServerID, generation: Int) async throws(WorkspaceError) -> [UInt8]? {
        state.withLock { $0.logs["\(server)/\(generation)"] }
    }
}

/// A gateway that remembers its routes, and what people have done that it does not tell before it is asked.
package final class FakeRoutes: RoutePublisher {
    private let state = Mutex<[ServerKey: Route]>([:])
    private let untold = Mutex<(@Sendable () async -> Void)?>(nil)

    package init() {}

    /// What is noted when all that people did is gathered next.
    package func whenGathered(_ note: @escaping @Sendable () async -> Void) { untold.withLock { $0 = note } }

    package func gatherActivity() async {
        let note = untold.withLock { note in
            defer { note = nil }
            return note
        }
        await note?()
    }

    package var routes: [ServerKey: Route] { state.withLock { $0 } }

    package func publish(_ route: Route) async { state.withLock { $0[route.key] = route } }
    package func withdraw(_ key: ServerKey) async { state.withLock { $0[key] = nil } }
}
