import Accounts
import Servers

/// Looks once at what goes on in a started server, and tells the activity board.
struct LookAtServer: Sendable {
    private let control: ControlContext

    /// Where the figures of what its processes use come from.
    enum Usage: Sendable {
        /// What was read last: a few seconds old, or more where there are many servers.
        case latest
        /// Asked for anew, for a decision that is made at once; and the gateway tells what people did until now, which is in
        /// the store then.
        case fresh
    }

    init(_ control: ControlContext) { self.control = control }

    /// Whether it told what goes on in it. At most some seconds; nothing is noted when cancelled.
    func callAsFunction(_ tracked: TrackedServer, usage: Usage = .latest) async -> Bool {
        guard let endpoint = tracked.current?.endpoint, let container = tracked.current?.container else { return false }
        let server = tracked.server
        // What takes longest goes first, so that what begins meanwhile is seen.
        let sample = await sample(usage, of: server.id, container: container)
        if usage == .fresh { await control.routes.gatherActivity() }
        let reading = await control.notebook.activity(
            endpoint, basePath: control.origins.path(of: server.key),
            token: control.keys.notebookToken(server: server.id, generation: server.generation))
        guard !Task.isCancelled else { return false }
        control.activity.note(
            reading, usage: sample, of: server.id, generation: server.generation, at: control.time.now(),
            crowding: control.crowding())
        return reading.isKnown
    }

    /// Nil when there is none, of the wanted age.
    private func sample(_ usage: Usage, of server: ServerID, container: ContainerID) async -> ContainerUsage? {
        switch usage {
        case .latest: return control.usage.sample(of: server, container: container)
        case .fresh:
            let fresh = try? await control.runtime.usage(of: container)
            if let fresh { control.usage.note(fresh, of: server, container: container, at: control.time.moment()) }
            return fresh
        }
    }
}

extension NotebookReading {
    /// Whether Jupyter told.
    var isKnown: Bool {
        switch self {
        case .known: true
        case .unknown: false
        }
    }
}
