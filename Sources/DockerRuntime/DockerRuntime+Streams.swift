import DockerEngine
import Foundation
package import Servers

extension DockerRuntime {
    /// How long reading a log may take in all: it has at most 4 MiB.
    private static let logLimit = Duration.seconds(30)

    package func log(of container: ContainerID, limit: Bytes) async throws(RuntimeError) -> [UInt8] {
        try await mapped {
            try await require(container)
            return try await within(Self.logLimit) {
                var tail = LogTail(limit: Int(clamping: limit.count))
                for try await chunk in try await engine.containerLogs(container.value) { tail.append(chunk.bytes) }
                return tail.contents
            }
        }
    }

    package func followLog(of container: ContainerID, tail: Int) -> AsyncThrowingStream<[UInt8], any Error> {
        var options = LogOptions()
        options.follow = true
        options.tail = max(0, tail)
        let reader = StreamReader { [options] in
            try await require(container)
            return try await engine.containerLogs(container.value, options)
        }
        return AsyncThrowingStream { try await mapped { try await reader.next()?.bytes } }
    }

    package func hints() -> AsyncThrowingStream<ServerID, any Error> {
        // The stream opens at the first read; what happens until then is sent after all, so that a list made after
        // this call and before that read misses nothing. A second more covers a clock that was set.
        let since = Int64((Date().timeIntervalSince1970 - 1) * 1_000_000_000)
        let reader = StreamReader { try await engine.events(since: since, filters: hinting) }
        return AsyncThrowingStream {
            try await mapped {
                while let event = try await reader.next() {
                    if let server = event.actor.attributes[ContainerLabels.serverKey] { return ServerID(server) }
                }
                return nil
            }
        }
    }

    /// Events of our containers after which a list shows something new.
    private var hinting: Filters {
        ours.with("type", "container")
            .with("event", "create", "start", "die", "oom", "stop", "kill", "pause", "unpause", "update", "destroy")
    }
}

/// Runs `body`, and cancels it when it takes longer than `limit`: `RuntimeError.timedOut`.
func within<Value: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw RuntimeError.timedOut("it was not done within \(limit.components.seconds) s")
        }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}
