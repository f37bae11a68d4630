/// Cuts a stream of server-sent events into the text of their `data:` lines. No I/O, bounded.
///
/// Comments, ids, event names and keep-alives are skipped; every `data:` line is one element, as JupyterHub sends them.
struct ServerSentEventSplitter {
    /// The longest line, bytes. The hub's are a few hundred.
    static let longestLine = 256 << 10

    private var line: [UInt8] = []

    /// Takes what came and answers the events that are whole now.
    ///
    /// - Throws: `HubError.badAnswer` when a line is longer than `longestLine`.
    mutating func take(_ bytes: [UInt8]) throws(HubError) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for piece in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if piece.offset > 0 {
                if let event = Self.data(of: line) { events.append(event) }
                line.removeAll(keepingCapacity: true)
            }
            guard line.count + piece.element.count <= Self.longestLine else {
                throw .badAnswer("an event of more than \(Self.longestLine) bytes")
            }
            line += piece.element
        }
        return events
    }

    private static func data(of line: [UInt8]) -> [UInt8]? {
        guard line.starts(with: "data:".utf8) else { return nil }
        var data = line.dropFirst(5)
        if data.first == UInt8(ascii: " ") { data = data.dropFirst() }
        if data.last == UInt8(ascii: "\r") { data = data.dropLast() }
        return data.isEmpty ? nil : Array(data)
    }
}

/// Server-sent events, decoded one by one as they come. Ends when the hub ends it. Iterate once.
package struct HubEvents<Element: Decodable & Sendable>: AsyncSequence, Sendable {
    let body: HubBody
    let call: String

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var body: HubBody.Iterator
        fileprivate var splitter = ServerSentEventSplitter()
        fileprivate var waiting: ArraySlice<[UInt8]> = []
        fileprivate let call: String

        /// Throws `HubError` or `CancellationError`.
        package mutating func next() async throws -> Element? {
            while waiting.isEmpty {
                guard let bytes = try await body.next() else { return nil }
                waiting = try splitter.take(bytes)[...]
            }
            return try HubClient.decoded(Element.self, from: waiting.removeFirst(), call: call)
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator(), call: call) }
}

/// The bytes of a log, as they come. Iterate once.
package struct HubLog: AsyncSequence, Sendable {
    let body: HubBody

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var body: HubBody.Iterator

        /// Throws `HubError` or `CancellationError`.
        package mutating func next() async throws -> [UInt8]? { try await body.next() }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator()) }
}
