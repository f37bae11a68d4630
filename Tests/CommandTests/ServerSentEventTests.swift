import Testing

@testable import HubAPI

@Suite("Server-sent events")
struct ServerSentEventTests {
    private func events(_ text: String, pieces: Int) throws -> [String] {
        var splitter = ServerSentEventSplitter()
        let bytes = Array(text.utf8)
        return try stride(from: 0, to: bytes.count, by: pieces)
            .flatMap { try splitter.take(Array(bytes[$0..<min($0 + pieces, bytes.count)])) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("Only data lines are events, however they are cut", arguments: [1, 2, 7, 1000])
    func split(pieces: Int) throws {
        let text = "\n\n: hello\nid: 4\nevent: x\ndata: {\"a\":1}\r\n\ndata:{\"b\":2}\n\n\n\ndata: \ndata: unfinished"
        #expect(try events(text, pieces: pieces) == ["{\"a\":1}", "{\"b\":2}"])
    }

    @Test("A line without end is given up")
    func endless() {
        #expect(throws: HubError.self) { try events("data: " + String(repeating: "x", count: 300_000), pieces: 4096) }
    }
}
