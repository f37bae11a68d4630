/// The port to a server's own Jupyter.
package protocol NotebookProbe: Sendable {
    /// Asks once whether Jupyter answers at `endpoint` under `basePath` with `token`. Never throws: no answer is an answer.
    func probe(_ endpoint: Endpoint, basePath: String, token: String) async -> ProbeAnswer

    /// The kernels of that Jupyter, bounded in time, number and length. Never throws: not to know is an answer.
    func kernels(_ endpoint: Endpoint, basePath: String, token: String) async -> KernelReading

    /// The kernels of that Jupyter that were killed, oldest first, bounded likewise. Never throws.
    func deaths(_ endpoint: Endpoint, basePath: String, token: String) async -> DeathReading
    /// The kernels and terminals of that Jupyter, bounded alike. Asking is no activity. Never throws.
    func activity(_ endpoint: Endpoint, basePath: String, token: String) async -> NotebookReading
}

/// What a probe found.
package enum ProbeAnswer: Hashable, Sendable {
    case ready
    /// Not (yet); the text says how it failed.
    case notReady(String)
}

/// The port to the directories of servers on the host.
package protocol WorkspaceProvider: Sendable {
    /// Makes sure that the owner's workspace (owned by `uid`, 0700) and the server's own directory are there.
    /// Throws `WorkspaceError`.
    func prepare(_ server: Server) async throws(WorkspaceError) -> ServerDirectories

    /// Tells a running server, in its own directory, of the resources that its spec has now. Throws `WorkspaceError`.
    func tellResources(_ server: Server) async throws(WorkspaceError)

    /// Puts the files that the server's spec names as secrets where only its user can read them, in place of those of an
    /// earlier generation. Answers their directory; nil when there are none. Throws `WorkspaceError` when one is missing.
    func placeSecrets(_ server: Server) async throws(WorkspaceError) -> String?

    /// Removes a server's secrets; no error when it has none.
    func discardSecrets(_ server: ServerID) async throws(WorkspaceError)

    /// Shows `notice` to whoever works in the server, beside those of other kinds and in place of the one of its own. A
    /// server whose directory was never prepared has nobody to show it to. Throws `WorkspaceError`.
    func show(_ notice: Notice, in server: ServerID) async throws(WorkspaceError)

    /// Takes the notice of that kind away; no error where there is none. Throws `WorkspaceError`.
    func withdraw(_ kind: Notice.Kind, from server: ServerID) async throws(WorkspaceError)

    /// Puts the owner's workspace aside as `<workspaces>/.removed/<name>`, where nobody is ever given it; answers that
    /// path, nil where there is no workspace. One that was put aside under that name before stays as it is.
    func retire(_ owner: UserName, as name: String) async throws(WorkspaceError) -> String?

    /// Removes what was put aside as `name`, whatever is in it; no error when it is gone.
    func purge(retired name: String) async throws(WorkspaceError)

    /// Keeps the end of a container's log under `<state>/logs/` for `server`'s `generation`.
    func keepLog(_ log: [UInt8], server: ServerID, generation: Int) async throws(WorkspaceError)

    /// The log kept of a finished generation; nil when there is none.
    func keptLog(server: ServerID, generation: Int) async throws(WorkspaceError) -> [UInt8]?
}

/// A directory that cannot be used: which, why, and what to do.
package struct WorkspaceError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let problem: String
    package let remedy: String

    package init(path: String, problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    package var description: String { "\(path): \(problem); \(remedy)" }
}

/// The port to the gateway: where each running server is reached.
package protocol RoutePublisher: Sendable {
    /// Makes `route` reachable, replacing an older one of the same server.
    func publish(_ route: Route) async

    /// Stops routing to a server; requests for it get the page that says so.
    func withdraw(_ key: ServerKey) async

    /// Returns once all that people did until now is noted in the store. Else the gateway tells of it every few seconds.
    func gatherActivity() async
}

/// How the gateway reaches one running server.
package struct Route: Hashable, Sendable, Codable {
    package let key: ServerKey
    package let server: ServerID
    package let generation: Int
    /// Connections are never shared between containers, whatever their address.
    package let container: ContainerID
    package let endpoint: Endpoint
    /// What the container's Jupyter requires: put on each request, never shown to a browser.
    package let token: String

    package init(
        key: ServerKey, server: ServerID, generation: Int, container: ContainerID, endpoint: Endpoint, token: String
    ) {
        self.key = key
        self.server = server
        self.generation = generation
        self.container = container
        self.endpoint = endpoint
        self.token = token
    }
}

/// The clock that rules are given: wall time to record, and a way to wait.
package protocol TimeSource: Sendable {
    func now() -> Timestamp

    /// How long the machine has been up: goes on while its clock is set.
    func uptime() -> Uptime

    /// Returns after `duration`, or throws `CancellationError`.
    func sleep(for duration: Duration) async throws
}
