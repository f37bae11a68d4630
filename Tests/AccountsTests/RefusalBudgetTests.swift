import Accounts
import Servers
import Testing

@Suite("How many refusals the audit log takes")
struct RefusalBudgetTests {
    private let start = Timestamp(microseconds: 1_700_000_000_000_000)

    @Test("Each has ten at once and another every five minutes, and the next that is written says how many were not")
    func each() {
        var budget = RefusalBudget()
        let first = (0..<30).map { _ in budget.admit("eve", at: start) }
        #expect(first.compactMap(\.self) == Array(repeating: 0, count: 10))
        #expect(budget.admit("bob", at: start) == 20, "another is written, and tells of those before")
        #expect(budget.admit("eve", at: start + .seconds(299)) == nil)
        #expect(budget.admit("eve", at: start + .seconds(300)) == 1)
    }

    @Test("Many who try are bounded together, whatever their names, and so is what is known of them")
    func together() {
        var budget = RefusalBudget()
        var written = 0
        for index in 0..<100_000 {
            let now = start + .milliseconds(index * 36)
            if budget.admit("eve\(index)", at: now) != nil { written += 1 }
        }
        #expect(written == 100 + 120 - 1, "a hundred, and one every half minute of that hour")
    }

    @Test("A clock that is set back gives nobody more")
    func clock() {
        var budget = RefusalBudget()
        for _ in 0..<10 { _ = budget.admit("eve", at: start) }
        #expect(budget.admit("eve", at: start - .seconds(3600)) == nil)
    }
}
