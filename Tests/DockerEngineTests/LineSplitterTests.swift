import NIOCore
import Testing

@testable import DockerEngine

@Suite("Lines")
struct LineSplitterTests {
    @Test(
        "Lines are the same wherever the pieces are cut",
        arguments: ["one\ntwo\nthree\n", "one\r\ntwo\r\nthree\r\n", "one\n\n\ntwo\nthree"])
    func anyCut(text: String) throws {
        let bytes = Array(text.utf8)
        for size in 1...bytes.count {
            #expect(try lines(of: bytes, inPiecesOf: size) == ["one", "two", "three"])
        }
    }

    @Test("A line without an end is given out only when nothing more comes")
    func unfinishedLine() throws {
        var splitter = LineSplitter()
        splitter.append(ByteBuffer(string: "half"))
        #expect(try splitter.next() == nil)
        splitter.end()
        #expect(try splitter.next().map { String(buffer: $0) } == "half")
        #expect(try splitter.next() == nil)
    }

    @Test("A line that never ends is refused instead of filling the memory")
    func endlessLine() throws {
        var splitter = LineSplitter()
        splitter.append(ByteBuffer(repeating: 120, count: LineSplitter.longestLine))
        #expect(try splitter.next() == nil)
        splitter.append(ByteBuffer(string: "x"))
        #expect(throws: EngineError.self) { try splitter.next() }
    }

    @Test("The longest line is let through")
    func longestLine() throws {
        var splitter = LineSplitter()
        splitter.append(ByteBuffer(repeating: 120, count: LineSplitter.longestLine))
        splitter.append(ByteBuffer(string: "\n"))
        #expect(try splitter.next()?.readableBytes == LineSplitter.longestLine)
    }

    private func lines(of bytes: [UInt8], inPiecesOf size: Int) throws -> [String] {
        var splitter = LineSplitter()
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            splitter.append(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
            while let line = try splitter.next() { lines.append(String(buffer: line)) }
        }
        splitter.end()
        while let line = try splitter.next() { lines.append(String(buffer: line)) }
        return lines
    }
}
