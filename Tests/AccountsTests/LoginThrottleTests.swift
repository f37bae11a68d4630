import Accounts
import Servers
import Testing

@Suite("How often a password may be tried")
struct LoginThrottleTests {
    private let start = Timestamp(microseconds: 1_700_000_000_000_000)

    /// How many of `count` tries are let through.
    private func admitted(
        _ throttle: inout LoginThrottle, _ count: Int, at now: Timestamp, user: (Int) -> String = { _ in "ada" },
        address: (Int) -> String = { _ in "10.0.0.1" }
    ) -> Int {
        (0..<count).count { throttle.admit(user: user($0), address: address($0), at: now) == nil }
    }

    @Test("One user from one address has five tries, and another every half minute")
    func pair() {
        var throttle = LoginThrottle()
        #expect(admitted(&throttle, 8, at: start) == 5)
        #expect(throttle.admit(user: "ada", address: "10.0.0.1", at: start) == .seconds(30))
        #expect(admitted(&throttle, 3, at: start + .seconds(29)) == 0)
        #expect(admitted(&throttle, 3, at: start + .seconds(30)) == 1)
        #expect(admitted(&throttle, 8, at: start + .seconds(3600)) == 5)
    }

    @Test("Others at the same address, and the same user elsewhere, are not held up")
    func others() {
        var throttle = LoginThrottle()
        #expect(admitted(&throttle, 8, at: start) == 5)
        #expect(throttle.admit(user: "bob", address: "10.0.0.1", at: start) == nil)
        #expect(throttle.admit(user: "ada", address: "10.0.0.2", at: start) == nil)
        #expect(throttle.admit(user: "ADA", address: "10.0.0.1", at: start) != nil)
    }

    @Test("Many names from one address, and many addresses for one user, are held up too")
    func floods() {
        var throttle = LoginThrottle()
        #expect(admitted(&throttle, 200, at: start, user: { "user\($0)" }) == 50)
        #expect(admitted(&throttle, 200, at: start, user: { _ in "eve" }, address: { "10.1.0.\($0)" }) == 100)
    }

    @Test("A right password forgives what was mistyped before")
    func forgiven() {
        var throttle = LoginThrottle()
        for _ in 0..<20 {
            #expect(admitted(&throttle, 4, at: start) == 4)
            throttle.forgive(user: "ada", address: "10.0.0.1", at: start)
            #expect(throttle.admit(user: "ada", address: "10.0.0.1", at: start + .seconds(3)) == nil)
            throttle.forgive(user: "ada", address: "10.0.0.1", at: start + .seconds(3))
            if throttle.admit(user: "eve", address: "10.0.0.1", at: start) != nil { break }
        }
        #expect(throttle.admit(user: "ada", address: "10.0.0.9", at: start) == nil)
    }

    @Test("It remembers only so many, and forgets those first who owe least")
    func bounded() {
        var throttle = LoginThrottle(capacity: 100)
        #expect(admitted(&throttle, 5, at: start) == 5)
        for index in 0..<1000 {
            _ = throttle.admit(user: "u\(index)", address: "10.2.\(index)", at: start)
            #expect(throttle.count <= 100)
        }
        #expect(throttle.admit(user: "ada", address: "10.0.0.1", at: start) != nil)
    }
}
