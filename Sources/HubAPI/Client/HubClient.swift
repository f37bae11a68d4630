import Foundation

/// An async client of one hub's API.
///
/// Copies share their connections. `shutdown()` must be awaited before the last copy goes away; `withHubClient` does.
/// Every endpoint is a method in `Endpoints/`; all throw `HubError`, or `CancellationError` when cancelled.
package struct HubClient: Sendable {
    let transport: HubTransport

    /// The largest answer that a short call takes, bytes: a list of some ten thousand users.
    private static let answerLimit = 16 << 20
    /// The longest refusal that is read, bytes.
    private static let refusalLimit = 64 << 10
    /// Head and body of a short call. The hub holds the answer to a launch or a stop back for up to 10 seconds.
    private static let callLimit = Duration.seconds(30)

    /// - Parameter token: printable ASCII; nil asks as nobody. Throws `HubError.badAddress` else.
    package init(address: HubAddress, token: String?) throws(HubError) {
        if let token, token.isEmpty || !token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            throw .badAddress("the token is not one: it is empty, or has spaces or control characters in it")
        }
        transport = HubTransport(address: address, token: token)
    }

    package var address: HubAddress { transport.address }

    /// Closes every connection. Calls and streams under way fail with `HubError.unreachable`.
    package func shutdown() async { await transport.shutdown() }
}

/// Runs `body` with a client that lives as long.
package func withHubClient<Result: Sendable>(
    address: HubAddress, token: String?, _ body: (HubClient) async throws -> Result
) async throws -> Result {
    let client = try HubClient(address: address, token: token)
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}

extension HubClient {
    /// A whole answer with a status below 300.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]
    }

    /// Makes a short call and decodes its answer.
    func fetch<Value: Decodable>(_ type: Value.Type, _ call: HubCall) async throws -> Value {
        try Self.decoded(type, from: await perform(call).body, call: call.label)
    }

    /// Throws `HubError.badAnswer` when the bytes are not a `Value`.
    static func decoded<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], call: String
    ) throws(HubError) -> Value {
        do {
            return try HubJSON.decode(type, from: Data(bytes))
        } catch {
            throw .badAnswer("\(call): the answer is not the JSON that was expected")
        }
    }

    /// Makes a short call.
    @discardableResult
    func perform(_ call: HubCall, within limit: Duration = Self.callLimit) async throws -> Answer {
        try await within(limit, call: call.label) {
            let head = try await transport.send(call, on: .calls)
            try await refuse(head, call: call)
            let body = try await head.body.collected(upTo: Self.answerLimit, call: call.label)
            return Answer(status: head.status, headers: head.headers, body: body)
        }
    }

    /// Opens a stream: returns when its head is there. What follows has no time limit but the lane's.
    func open(_ call: HubCall, on lane: HubTransport.Lane) async throws -> HubBody {
        try await within(Self.callLimit, call: call.label) {
            let head = try await transport.send(call, on: lane)
            try await refuse(head, call: call)
            return head.body
        }
    }

    /// Throws the refusal that the head announces, if it does.
    private func refuse(_ head: HubTransport.Response, call: HubCall) async throws {
        if head.status < 300 { return }
        guard head.status >= 400 else {
            throw HubError.badAnswer("\(call.label): status \(head.status), a redirection")
        }
        let body = try await head.body.collected(upTo: Self.refusalLimit, call: call.label)
        throw HubError.refusal(status: head.status, body: body)
    }

    private func within<Result: Sendable>(
        _ limit: Duration, call: String, _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await operation() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw HubError.timeout(call: call)
            }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
