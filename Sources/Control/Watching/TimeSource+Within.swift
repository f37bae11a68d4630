import Servers

extension TimeSource {
    /// What `body` answers; nil when `limit` passes first, which cancels it.
    @discardableResult
    func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async -> Value?
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                try? await sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
