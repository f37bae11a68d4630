/// Runs `operation`, and cancels it when it takes longer than `limit`.
///
/// - Throws: `EngineError.timeout` naming `call`; whatever `operation` throws; `CancellationError`.
func within<Result: Sendable>(
    _ limit: Duration, call: String, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw EngineError.timeout(call: call)
        }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}
