import Accounts
package import Logging
package import Servers
import ServiceLifecycle

/// Keeps the disk board true: looks at the host's room often, which costs nothing, and measures all workspaces, one after
/// another and at a bounded pace, now and then.
package struct DiskWatcher: Service {
    private let control: ControlContext
    private let meter: any DiskMeter
    private let logger: Logger

    private static let spaceInterval = Duration.seconds(5)
    /// From the end of a round to the beginning of the next.
    private static let sizeInterval = Duration.seconds(300)
    /// Files a second: one person's million of them is looked at in two minutes, and a disk of spindles is left to others.
    private static let pace = 10_000

    package init(_ control: ControlContext, meter: any DiskMeter, logger: Logger) {
        self.control = control
        self.meter = meter
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await every(Self.spaceInterval) { lookAtSpace() } }
                group.addTask { await every(Self.sizeInterval) { await measureWorkspaces() } }
            }
        }
    }

    private func every(_ interval: Duration, _ body: () async -> Void) async {
        while !Task.isCancelled {
            await body()
            try? await control.time.sleep(for: interval)
        }
    }

    private func lookAtSpace() {
        let before = control.disk.hostLevel
        control.disk.found(meter.spaces(engine: control.engine.host?.directory))
        let level = control.disk.hostLevel
        guard level != before else { return }
        let free = control.disk.spaces.map { "\($0.path): \($0.free) (\($0.percentFree)%)" }.joined(separator: ", ")
        switch level {
        case .ok: logger.info("there is room on the disks again", metadata: ["free": "\(free)"])
        case .warn: logger.warning("little room is left on a disk", metadata: ["free": "\(free)"])
        case .refuse: logger.error("launches are refused: a disk is nearly full", metadata: ["free": "\(free)"])
        }
    }

    private func measureWorkspaces() async {
        guard let owners = try? await control.accounts.users().map(\.name) else { return }
        control.disk.keep(only: Set(owners))
        for owner in owners where !Task.isCancelled {
            do {
                let size = try await meter.workspaceSize(of: owner) { [time = control.time] files in
                    try await time.sleep(for: Duration.seconds(1) * files / Self.pace)
                }
                control.disk.measured(size, of: owner, at: control.time.now())
            } catch is CancellationError {
                return
            } catch {
                logger.warning(
                    "a workspace could not be measured", metadata: ["user": "\(owner)", "error": "\(error)"])
            }
        }
    }
}

extension DiskWatcher: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "disk watcher" }
}
