package import Logging
package import Servers

extension WorkspaceProvider {
    /// Shows `notice`; one that cannot be shown is logged, and holds nothing up.
    package func tell(_ notice: Notice, in server: ServerID, logger: Logger) async {
        do {
            try await show(notice, in: server)
        } catch {
            logger.warning("a notice cannot be shown", metadata: ["server": "\(server)", "error": "\(error)"])
        }
    }

    /// Takes the notice of that kind away, alike.
    package func stopTelling(_ kind: Notice.Kind, in server: ServerID, logger: Logger) async {
        do {
            try await withdraw(kind, from: server)
        } catch {
            logger.warning("a notice cannot be taken away", metadata: ["server": "\(server)", "error": "\(error)"])
        }
    }
}
