import Accounts
package import Logging
import Servers
import ServiceLifecycle

/// Makes true what is wanted of accounts that are not active: stops the servers of those that are disabled, and lets those
/// go that are leaving: servers, then workspace, then the account. Level-based: it reads the store anew each time.
package struct AccountKeeper: Service {
    private let control: ControlContext
    private let logger: Logger

    /// How often it looks even when nothing has changed, and tries again what failed.
    private static let interval = Duration.seconds(30)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await control.lookAtChanges(every: Self.interval, from: ()) { _ in await keepAll() }
    }

    private func keepAll() async {
        do {
            for user in try await control.accounts.usersToQuiet() {
                do {
                    try await keep(user)
                } catch {
                    logger.error(
                        "an account could not be dealt with yet",
                        metadata: ["user": "\(user.name)", "error": "\(error)"])
                }
            }
        } catch {
            logger.error("the accounts could not be read", metadata: ["error": "\(error)"])
        }
    }

    private func keep(_ user: User) async throws {
        let servers = try await control.servers.servers(of: user.name)
        guard case .leaving(let purge) = user.standing else {
            for tracked in servers where tracked.server.desired == .running {
                try await want(.stopped(.stoppedByAdmin), tracked, "Stopping: its owner's account was disabled")
            }
            return
        }
        for tracked in servers {
            if case .removed = tracked.server.desired { continue }
            try await want(.removed(.userRemoved), tracked, "Stopping: its owner's account was removed")
        }
        guard try await control.servers.servers(of: user.name).isEmpty else { return }
        try await letGo(user, purge: purge)
    }

    private func want(_ desired: Desired, _ tracked: TrackedServer, _ message: String) async throws {
        try await control.servers.change(tracked.server.key) { existing in
            guard var server = existing?.server, server.id == tracked.server.id else {
                return ServerChange(server: nil, outcome: ())
            }
            server.desired = desired
            return ServerChange(server: server, events: [NewEvent(.stopRequested, message)], outcome: ())
        }
        control.wake(tracked.server.id)
    }

    /// The workspace first: while the account is there nobody else can have its name.
    private func letGo(_ user: User, purge: Bool) async throws {
        let name = "\(user.name)-\(user.uid)-\(user.createdAt.microseconds)"
        let kept = try await control.workspaces.retire(user.name, as: name)
        if purge { try await control.workspaces.purge(retired: name) }
        try await control.accounts.finishRemoval(user.name, at: control.time.now())
        let place = purge ? "purged" : kept ?? "none"
        logger.notice("an account was removed", metadata: ["user": "\(user.name)", "workspace": "\(place)"])
        control.feed.publish(.resync)
    }
}

extension AccountKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "account keeper" }
}
