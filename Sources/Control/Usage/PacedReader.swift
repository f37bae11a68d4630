import Logging
import Servers
import Synchronization

/// Has all started servers read, again and again: each in its turn, spread over time, at a bounded rate in all. One that is
/// slow or fails holds up nobody: it misses its own turns.
struct PacedReader: Sendable {
    private let control: ControlContext
    private let pace: ReadingPace
    private let turns: Turns
    private let logger: Logger

    private final class Turns: Sendable {
        let state: Mutex<ReadingTurns>

        init(width: Int) { state = Mutex(ReadingTurns(width: width)) }
    }

    /// - Parameter width: how many are read at once.
    init(_ control: ControlContext, pace: ReadingPace, width: Int, logger: Logger) {
        self.control = control
        self.pace = pace
        turns = Turns(width: width)
        self.logger = logger
    }

    /// Reads until cancelled.
    ///
    /// - Parameters:
    ///   - known: is told at the start of each round which servers there are.
    ///   - read: reads one, within a time of its own; whether that went well.
    func run(
        known: @escaping @Sendable (Set<ServerID>) -> Void,
        read: @escaping @Sendable (TrackedServer, ContainerID) async -> Bool
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    try await round(&group, known, read)
                } catch is CancellationError {
                    break
                } catch {
                    logger.warning("the started servers could not be listed", metadata: ["error": "\(error)"])
                    try? await control.time.sleep(for: pace.interval)
                }
            }
            group.cancelAll()
        }
    }

    /// Gives each started server its turn; those that take longer go on beyond the round.
    private func round(
        _ group: inout DiscardingTaskGroup, _ known: (Set<ServerID>) -> Void,
        _ read: @escaping @Sendable (TrackedServer, ContainerID) async -> Bool
    ) async throws {
        let started = try await control.servers.unfinished().filter { $0.phase == .started }.shuffled()
        let ids = Set(started.map(\.server.id))
        known(ids)
        turns.state.withLock { $0.keep(only: ids) }
        // By differences, not by the clock, which may be set meanwhile.
        var passed = Duration.zero
        for (tracked, offset) in zip(started, pace.offsets(of: started.count)) {
            try await control.time.sleep(for: offset - passed)
            passed = offset
            // An engine that is away fails all alike, which is no server's fault.
            guard control.engine.problem == nil, let container = tracked.current?.container else { continue }
            let server = tracked.server.id
            guard turns.state.withLock({ $0.begin(server) }) else { continue }
            group.addTask { [turns] in
                let well = await read(tracked, container)
                turns.state.withLock { $0.end(server, well: well) }
            }
        }
        try await control.time.sleep(for: pace.round(of: started.count) - passed)
    }
}
