import Foundation
import Synchronization

/// Hashes and checks passwords on threads of its own, a few at a time: a flood of logins waits or is turned away, and the
/// rest of the process goes on.
package final class PasswordWorker: Sendable {
    private let cost: PasswordHash.Cost
    private let decoy: PasswordHash
    private let queues: [DispatchQueue]
    /// How many wait or are worked on, by queue.
    private let pending: Mutex<[Int]>

    /// Who comes when so many wait is turned away: some seconds of work for each thread.
    private static let mostPending = 16

    /// Too many passwords wait to be checked.
    package struct Busy: Error, Hashable, Sendable {}

    /// - Parameter width: how many are worked on at once; by default half of the cores, and one at least.
    package init(
        cost: PasswordHash.Cost = .standard, width: Int = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
    ) {
        self.cost = cost
        decoy = PasswordHash(decoyOf: cost)
        queues = (0..<width).map { DispatchQueue(label: "passwords-\($0)", qos: .utility) }
        pending = Mutex(Array(repeating: 0, count: width))
    }

    /// Throws `Busy`.
    package func hash(_ password: String) async throws -> PasswordHash {
        let cost = cost
        return try await run { try PasswordHash(hashing: password, cost: cost) }
    }

    /// Whether `password` is the one stored. Where none is stored the work is the same and the answer no. Throws `Busy`.
    package func check(_ password: String, against stored: PasswordHash?) async throws -> Bool {
        let against = stored ?? decoy
        return try await run { try against.matches(String(password.prefix(Password.most))) }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let chosen = pending.withLock { pending -> Int? in
            guard let least = pending.indices.min(by: { pending[$0] < pending[$1] }), pending[least] < Self.mostPending
            else { return nil }
            pending[least] += 1
            return least
        }
        guard let chosen else { throw Busy() }
        defer { pending.withLock { $0[chosen] -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queues[chosen].async { continuation.resume(with: Result { try work() }) }
        }
    }
}
