import Accounts
import Servers

/// Looks once at what goes on in a started server, and tells the activity board.
struct LookAtServer: Sendable {
    private let control: ControlContext

    /// Where the figures of what its processes use come from.
    enum Usage: Sendable {
        /// What was read last: a few seconds old, or more where there are many servers.
        case latest
        /// Asked for anew, for a decision that is made at once.
        case fresh
    }

    init(_ control: ControlContext) { self.control = control }

    /// Whether it told what goes on in it. At most some seconds; nothing is noted when cancelled.
    func callAsFunction(_ tracked: TrackedServer, usage: Usage = .latest) async -> Bool {
        guard let endpoint = tracked.current?.endpoint, let container = tracked.current?.container else { return false }
        let server = tracked.server
        let reading = await control.notebook.activity(
            endpoint, basePath: control.origins.path(of: server.key),
            token: control.keys.notebookToken(server: server.id, generation: server.generation))
        if usage == .fresh, let fresh = try? await control.runtime.usage(of: container) {
            control.usage.note(fresh, of: server.id, container: container, at: control.time.moment())
        }
        guard !Task.isCancelled else { return false }
        control.activity.note(
            reading, usage: control.usage.sample(of: server.id, container: container), of: server.id,
            generation: server.generation, at: control.time.now())
        return reading.isKnown
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
