package import Logging
package import Servers
import ServiceLifecycle

/// Keeps the activity board true: the one who looks at what goes on in started servers.
///
/// Each is looked at once a minute, or as often as settings say, and with more than six hundred of them as seldom as it takes to look at 10 a second: at
/// its Jupyter, with calls that count as no activity, and at what its processes used since the last look. What was seen is
/// kept in the store at most once a minute, and at the end.
package struct ActivityWatcher: Service {
    private let control: ControlContext
    private let store: any ActivityStore
    private let reader: PacedReader
    private let look: LookAtServer
    private let logger: Logger

    /// What was read last is too old for looks that come nearly as often as that is read.
    private var usage: LookAtServer.Usage { control.idle.lookInterval < .seconds(15) ? .fresh : .latest }

    private static let keepInterval = Duration.seconds(60)
    /// How much more or less the clock may go on than a sleep took before it counts as set: what a loaded machine may be
    /// late by.
    private static let clockSlack = Duration.seconds(60)

    package init(_ control: ControlContext, store: any ActivityStore, logger: Logger) {
        self.control = control
        self.store = store
        self.logger = logger
        look = LookAtServer(control)
        reader = PacedReader(
            control, pace: ReadingPace(interval: control.idle.lookInterval, perSecond: 10), width: 32,
            logger: logger)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            guard await restored() else { return }
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await reader.run(
                        known: { control.activity.keep(only: $0) },
                        read: { tracked, _ in await look(tracked, usage: usage) })
                }
                group.addTask { await keepAndWatchClock() }
            }
            await keep()
        }
    }

    /// Takes over what is kept, once it can be read; false when cancelled before.
    private func restored() async -> Bool {
        while !Task.isCancelled {
            do {
                control.activity.restore(try await store.evidence())
                return true
            } catch {
                logger.warning("what was seen of servers could not be read", metadata: ["error": "\(error)"])
                try? await control.time.sleep(for: .seconds(1))
            }
        }
        return false
    }

    private func keepAndWatchClock() async {
        var before = control.time.now()
        while (try? await control.time.sleep(for: Self.keepInterval)) != nil {
            let now = control.time.now()
            let off = now - before - Self.keepInterval
            if off > Self.clockSlack || off < .zero - Self.clockSlack {
                logger.warning(
                    "the clock was set, or the machine slept", metadata: ["by": "\(off.components.seconds) s"])
                control.activity.clockWasSet(at: now)
            }
            before = now
            await keep()
        }
    }

    private func keep() async {
        let changes = control.activity.takeChanges()
        guard !changes.isEmpty else { return }
        do {
            try await store.keepEvidence(changes)
        } catch {
            control.activity.putBack(changes.keys)
            logger.warning("what was seen of servers could not be kept", metadata: ["error": "\(error)"])
        }
    }
}

extension ActivityWatcher: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "activity watcher" }
}
