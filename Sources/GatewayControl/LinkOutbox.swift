import Synchronization

/// What waits to be sent to the gateway, and who waits until it is in force. Empty while there is no connection: the next
/// `attach` tells everything.
final class LinkOutbox: Sendable {
    fileprivate struct State {
        var messages: AsyncStream<ControlMessage>.Continuation?
        var nextSync: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var hello: GatewayHello?
        var isAttached = false
    }

    /// More than this many unsent messages end the connection; the next one starts with everything.
    private static let capacity = 10_000

    private let state = Mutex(State())

    var hello: GatewayHello? {
        get { state.withLock { $0.hello } }
        set { state.withLock { $0.hello = newValue } }
    }

    var isAttached: Bool { state.withLock { $0.isAttached } }

    func attached() { state.withLock { $0.isAttached = true } }

    /// Opens for a connection that is being made: what is put from now on follows the `attach`.
    func open() -> AsyncStream<ControlMessage> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ControlMessage.self, bufferingPolicy: .bufferingOldest(Self.capacity))
        state.withLock { $0.messages = continuation }
        return stream
    }

    /// Forgets the connection and lets everyone go who waits for it.
    func close() {
        let waiting = state.withLock { state in
            state.messages?.finish()
            state.messages = nil
            state.hello = nil
            state.isAttached = false
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    func put(_ message: ControlMessage) {
        state.withLock { $0.put(message) }
    }

    /// Sends `message` and returns once the gateway acts by it, or when there is no gateway to wait for.
    func putAndSync(_ message: ControlMessage) async {
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                guard state.messages != nil else { return false }
                state.nextSync += 1
                state.put(message)
                state.put(.sync(state.nextSync))
                state.waiting[state.nextSync] = continuation
                return true
            }
            if !waits { continuation.resume() }
        }
    }

    func synced(_ number: UInt64) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
    }
}

extension LinkOutbox.State {
    fileprivate func put(_ message: ControlMessage) {
        if case .dropped = messages?.yield(message) { messages?.finish() }
    }
}
