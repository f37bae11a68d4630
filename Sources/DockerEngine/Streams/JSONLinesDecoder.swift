import NIOCore

/// One JSON value a line.
struct JSONLinesDecoder<Element: Decodable>: StreamDecoder {
    private var lines = LineSplitter()
    private let call: String

    init(call: String) { self.call = call }

    mutating func append(_ bytes: ByteBuffer) { lines.append(bytes) }

    mutating func end() { lines.end() }

    mutating func next() throws -> Element? {
        try lines.next().map { try JSON.decode(Element.self, from: $0, call: call) }
    }
}
