package import Servers

/// How many refusals the audit log takes, so that a flood of them does not fill the disk: each who tries has an allowance, and
/// all together have one. What is left out is counted.
package struct RefusalBudget: Sendable {
    /// So many at once, and one more after each pause.
    package struct Allowance: Sendable {
        let tries: Double
        let every: Duration
    }

    static let each = Allowance(tries: 10, every: .seconds(300))
    /// Some 700 kB a day under a flood that does not end.
    static let together = Allowance(tries: 100, every: .seconds(30))
    /// Of so many is known what they owe; others have only what all have together.
    static let mostKnown = 1000

    private struct Debt {
        var amount: Double
        var at: Timestamp

        func now(_ now: Timestamp, _ allowance: Allowance) -> Double {
            max(0, amount - (now - at) / allowance.every)
        }
    }

    private var debts: [String: Debt] = [:]
    private var whole: Debt?
    private var leftOut = 0

    package init() {}

    /// Whether another refusal of `who` is written: then how many were left out since the last that was; else nil, and it
    /// counts as left out.
    package mutating func admit(_ who: String, at now: Timestamp) -> Int? {
        let all = whole?.now(now, Self.together) ?? 0
        let own = debts[who]?.now(now, Self.each) ?? 0
        guard all + 1 <= Self.together.tries, own + 1 <= Self.each.tries else {
            leftOut += 1
            return nil
        }
        whole = Debt(amount: all + 1, at: now)
        if debts.count >= Self.mostKnown { debts = debts.filter { $0.value.now(now, Self.each) > 0 } }
        if debts.count < Self.mostKnown || debts[who] != nil { debts[who] = Debt(amount: own + 1, at: now) }
        defer { leftOut = 0 }
        return leftOut
    }
}
