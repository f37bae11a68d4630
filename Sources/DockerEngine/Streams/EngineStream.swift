import NIOCore

/// Values that the engine sends for as long as it likes.
///
/// Iterate it once. It pushes back: what is not asked for stays in the socket, and at last in the container that
/// writes it. It ends with `CancellationError` as soon as the task is cancelled; leaving the loop, or dropping the
/// stream, closes its connection. Other errors are `EngineError`.
package struct EngineStream<Element: Sendable>: AsyncSequence, Sendable {
    private let body: ResponseBody
    private let makeDecoder: @Sendable () -> any StreamDecoder<Element>

    init(body: ResponseBody, decoder: @escaping @Sendable () -> any StreamDecoder<Element>) {
        self.body = body
        makeDecoder = decoder
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(body: body.makeAsyncIterator(), decoder: makeDecoder())
    }

    package struct Iterator: AsyncIteratorProtocol {
        private var body: ResponseBody.Iterator
        private var decoder: any StreamDecoder<Element>
        private var ended = false

        fileprivate init(body: ResponseBody.Iterator, decoder: any StreamDecoder<Element>) {
            self.body = body
            self.decoder = decoder
        }

        package mutating func next() async throws -> Element? {
            while true {
                try Task.checkCancellation()
                if let element = try decoder.next() { return element }
                if ended { return nil }
                if let chunk = try await body.next() {
                    decoder.append(chunk)
                } else {
                    ended = true
                    try decoder.end()
                }
            }
        }
    }
}
