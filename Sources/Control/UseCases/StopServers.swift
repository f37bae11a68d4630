package import Accounts
package import Servers

/// Stops all servers that a filter finds, each as `StopServer` does: with its own permission, audit entry and outcome.
package struct StopServers: Sendable {
    private let list: ListFleet
    private let stop: StopServer

    init(_ control: ControlContext) {
        list = ListFleet(control)
        stop = StopServer(control)
    }

    /// What became of one of them.
    package struct Stopped: Sendable {
        package let server: ServerKey
        package let outcome: Result<StopServer.Outcome, Refusal>
    }

    /// Stops those of the servers that fit `filter` that are running or on their way there.
    ///
    /// - Parameter expected: how many that are, as the asker saw in a list.
    ///
    /// Throws `Refusal` 409 `other_count` when there are more or fewer now; then nothing is stopped. Throws what the store
    /// throws. Ends early, with what was done, when cancelled.
    package func callAsFunction(
        _ filter: FleetFilter, expected: Int, by principal: Principal
    ) async throws -> [Stopped] {
        let found = try await list(filter.and(.stoppable), by: principal)
        guard found.count == expected else { throw Refusal.otherCount(found.count, expected: expected) }
        var stopped: [Stopped] = []
        for entry in found where !Task.isCancelled {
            do {
                stopped.append(Stopped(server: entry.key, outcome: .success(try await stop(entry.key, by: principal))))
            } catch let refusal as Refusal {
                stopped.append(Stopped(server: entry.key, outcome: .failure(refusal)))
            }
        }
        return stopped
    }
}

extension Refusal {
    fileprivate static func otherCount(_ count: Int, expected: Int) -> Refusal {
        let servers = count == 1 ? "1 server fits" : "\(count) servers fit"
        return Refusal(
            .conflict, code: "other_count",
            "\(servers) the filter now, and \(expected) were expected: nothing was stopped; look at the list again and "
                + "send its count")
    }
}
