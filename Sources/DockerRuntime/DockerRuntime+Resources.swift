import DockerEngine
import Foundation
package import Servers

// What a container may use, and what it uses.

extension DockerRuntime {
    package func resize(_ container: ContainerID, to limits: ContainerLimits) async throws(RuntimeError) {
        try await mapped {
            try await changes.run {
                try await require(container)
                do {
                    try await engine.updateContainer(container.value, ResourceUpdate(limits))
                } catch let error as EngineError {
                    guard Self.isBelowUse(error) else { throw error }
                    throw RuntimeError.belowUse(error.description)
                }
                // An engine that answers well may not have reached the container.
                let found = ContainerLimits(try await engine.inspectContainer(container.value).host)
                guard found == limits else {
                    throw RuntimeError.failed(
                        "the engine took the new limits and has others: \(String(describing: found))")
                }
            }
        }
    }

    /// The words of the OCI runtime for a memory limit below what is in use, which only cgroup v1 refuses.
    private static func isBelowUse(_ error: EngineError) -> Bool {
        error.description.contains("unable to set memory limit") && error.description.contains("current usage")
    }

    package func usage(of container: ContainerID) async throws(RuntimeError) -> ContainerUsage {
        try await mapped {
            if !owned.has(container) {
                try await require(container)
                owned.note(container)
            }
            do {
                return ContainerUsage(try await engine.containerStats(container.value))
            } catch EngineError.notFound(let message) {
                owned.forget(container)
                throw EngineError.notFound(message: message)
            }
        }
    }
}

extension ContainerUsage {
    init(_ stats: ContainerStats) {
        self.init(
            at: stats.read.date.map { Timestamp($0) } ?? Timestamp(Date()),
            memory: Bytes(Int64(clamping: stats.memory.working)),
            cpu: .nanoseconds(Int64(clamping: stats.cpu.usage.total)),
            pids: stats.pids.map { Int(clamping: $0.current) },
            disk: (stats.blocks?.bytes).map { Bytes(Int64(clamping: $0)) },
            network: stats.networks.isEmpty
                ? nil
                : Bytes(Int64(clamping: stats.networks.values.reduce(0) { $0 &+ $1.received &+ $1.sent })))
    }
}
