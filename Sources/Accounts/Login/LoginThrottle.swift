package import Servers

/// How often a password may be tried: a debt for each pair of user and address, each address and each user, which every
/// try adds to and time takes away. A value; its size is bounded.
package struct LoginThrottle: Sendable {
    private enum Key: Hashable {
        case pair(String, String)
        case address(String)
        case user(String)

        /// The tries that are free, and how often another becomes so. A person mistypes a few times; many share one
        /// address behind a proxy; many addresses that try one user are an attack, which must not lock that user out for long.
        var allowance: (tries: Double, every: Duration) {
            switch self {
            case .pair: (5, .seconds(30))
            case .address: (50, .seconds(3))
            case .user: (100, .seconds(5))
            }
        }
    }

    private struct Debt {
        var amount: Double
        var at: Timestamp
    }

    private var debts: [Key: Debt] = [:]
    private let capacity: Int

    /// - Parameter capacity: the most debts that are kept, some 100 bytes each; the smallest are forgotten first.
    package init(capacity: Int = 10_000) { self.capacity = capacity }

    /// Charges one try; or answers how long to wait, and charges nothing.
    package mutating func admit(user: String, address: String?, at now: Timestamp) -> Duration? {
        let keys = Self.keys(user, address)
        let longest = keys.compactMap { wait($0, now) }.max()
        guard longest == nil else { return longest }
        for key in keys { debts[key] = Debt(amount: amount(key, now) + 1, at: now) }
        if debts.count > capacity { shrink(at: now) }
        return nil
    }

    /// The password was right: the tries of this user from there are forgiven.
    package mutating func forgive(user: String, address: String?, at now: Timestamp) {
        let keys = Self.keys(user, address)
        debts[keys[0]] = nil
        for key in keys.dropFirst() { debts[key] = Debt(amount: max(0, amount(key, now) - 1), at: now) }
    }

    package var count: Int { debts.count }

    private static func keys(_ user: String, _ address: String?) -> [Key] {
        // A name that no account can have is cut, so that it cannot fill the memory.
        let user = String(user.lowercased().prefix(64))
        let address = address ?? "?"
        return [.pair(user, address), .address(address), .user(user)]
    }

    /// What is still owed.
    private func amount(_ key: Key, _ now: Timestamp) -> Double {
        guard let debt = debts[key] else { return 0 }
        return max(0, debt.amount - (now - debt.at) / key.allowance.every)
    }

    private func wait(_ key: Key, _ now: Timestamp) -> Duration? {
        let (tries, every) = key.allowance
        let excess = amount(key, now) + 1 - tries
        return excess > 0.000_001 ? every * excess : nil
    }

    /// Forgets a tenth, those who owe least first.
    private mutating func shrink(at now: Timestamp) {
        let smallest = debts.keys.sorted { amount($0, now) < amount($1, now) }.prefix(
            max(capacity / 10, debts.count - capacity))
        for key in smallest { debts[key] = nil }
    }
}
