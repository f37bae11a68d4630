/// One sentence of a port's contract and how to see that it holds, for the fake and the real thing alike.
package struct ConformanceCase<Subject: Sendable>: Sendable, CustomStringConvertible {
    package let description: String
    /// Throws `ConformanceFailure` where the contract is broken. Needs a fresh, empty subject.
    package let check: @Sendable (Subject) async throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (Subject) async throws -> Void) {
        self.description = description
        self.check = check
    }
}

/// What was expected of a port and what came instead.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
}

/// Throws a `ConformanceFailure` where `actual` is not `expected`.
func same<Value: Equatable>(_ actual: Value, _ expected: Value, line: Int = #line) throws {
    guard actual != expected else { return }
    throw ConformanceFailure(description: "line \(line): expected \(expected), got \(actual)")
}

/// Throws a `ConformanceFailure` where `actual` is nil, else answers it.
func some<Value>(_ actual: Value?, line: Int = #line) throws -> Value {
    guard let actual else { throw ConformanceFailure(description: "line \(line): expected something, got nil") }
    return actual
}

/// Throws a `ConformanceFailure` where `body` does not throw, else answers what it threw.
@discardableResult
func failing<Value>(line: Int = #line, _ body: () async throws -> Value) async throws -> any Error {
    let value: Value
    do {
        value = try await body()
    } catch {
        return error
    }
    throw ConformanceFailure(description: "line \(line): expected a failure, got \(value)")
}
