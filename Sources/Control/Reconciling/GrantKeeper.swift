import Accounts
package import Logging
import Servers
import ServiceLifecycle

/// Makes true what was decided of requests: gives what was approved where that was broken off, takes back what is over, and
/// lets go what waits for nobody any more. Level-based: it reads the store anew each time.
package struct GrantKeeper: Service {
    private let control: ControlContext
    private let logger: Logger

    /// How often it looks when nothing has changed: as exactly does a grant end.
    private static let interval = Duration.seconds(5)
    /// What the approval itself has for giving, before somebody else does.
    private static let grace = Duration.seconds(15)
    /// How often what is in use is asked for.
    private static let pause = Duration.seconds(60)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        let none: [RequestID: Try] = [:]
        await control.lookAtChanges(every: Self.interval, from: none) { await keepAll(&$0) }
    }

    /// When it was last looked whether a server can shrink, and which run of it that was.
    private struct Try {
        let at: Timestamp
        let generation: Int?
        let phase: Phase?
    }

    private func keepAll(_ tries: inout [RequestID: Try]) async {
        do {
            let open = try await control.requests.openRequests(of: nil)
            let ids = Set(open.map(\.id))
            tries = tries.filter { ids.contains($0.key) }
            for request in open {
                do {
                    try await keep(request, &tries)
                } catch {
                    logger.error(
                        "a request could not be dealt with yet",
                        metadata: ["request": "\(request.id)", "error": "\(error)"])
                }
            }
        } catch {
            logger.error("the requests could not be read", metadata: ["error": "\(error)"])
        }
    }

    private func keep(_ request: ResourceRequest, _ tries: inout [RequestID: Try]) async throws {
        let now = control.time.now()
        switch request.state {
        case .pending:
            if try await isOrphaned(request) { try await letGo(request, at: now) }
        case .approved(let grant):
            if grant.until <= now {
                try await EndGrant(control: control)(request, grant)
            } else if try await isOrphaned(request) {
                try await EndGrant(control: control)(request, grant)
            } else if grant.outcome == nil, now - grant.at >= Self.grace {
                _ = try await GiveGrant(control: control)(request.id)
            }
        case .ended(let grant, _, let end):
            let tracked = try await control.servers.server(request.server)
            let this = Try(at: now, generation: tracked?.server.generation, phase: tracked?.phase)
            if case .inUse = end, let last = tries[request.id], now - last.at < Self.pause,
                (last.generation, last.phase) == (this.generation, this.phase)
            {
                return
            }
            tries[request.id] = this
            try await EndGrant(control: control)(request, grant)
        case .denied, .withdrawn: break
        }
    }

    /// Whether the server was removed, or its owner's account is gone. A default server is there even before its launch.
    private func isOrphaned(_ request: ResourceRequest) async throws -> Bool {
        if try await control.accounts.user(request.server.owner) == nil { return true }
        guard !request.server.name.isDefault else { return false }
        return try await control.servers.server(request.server) == nil
    }

    private func letGo(_ request: ResourceRequest, at now: Timestamp) async throws {
        let audit = AuditEntry(
            at: now, principal: "system", address: nil, action: "request.withdraw",
            target: "\(request.id) \(request.server)", result: "there is no such server any more")
        _ = try await control.requests.changeRequest(request.id) { request in
            guard case .pending = request.state else { return nil }
            return RequestChange(request.with(.withdrawn(at: now)), audit: [audit])
        }
    }
}

extension GrantKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "grant keeper" }
}
