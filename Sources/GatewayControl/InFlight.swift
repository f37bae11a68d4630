import Synchronization

/// How much of something is under way, for those who wait until nothing is.
final class InFlight: Sendable {
    private struct State {
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func begin() { state.withLock { $0.count += 1 } }

    func end() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.count -= 1
            guard state.count == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func untilNone() async {
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                if state.count > 0 { state.waiting.append(continuation) }
                return state.count > 0
            }
            if !waits { continuation.resume() }
        }
    }
}
