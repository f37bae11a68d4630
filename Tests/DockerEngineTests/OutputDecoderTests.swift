import NIOCore
import Testing

@testable import DockerEngine

@Suite("Framed output")
struct OutputDecoderTests {
    @Test("Frames are the same wherever the pieces are cut")
    func anyCut() throws {
        let bytes = frame(1, Array("hello ".utf8)) + frame(2, Array("oops".utf8)) + frame(1, []) + frame(1, [33])
        for size in 1...bytes.count {
            let chunks = try decode(bytes, inPiecesOf: size)
            #expect(text(of: .stdout, in: chunks) == "hello !")
            #expect(text(of: .stderr, in: chunks) == "oops")
        }
    }

    @Test("A frame's bytes are given out as they come, not when the frame is whole")
    func partialFrame() throws {
        var decoder = OutputDecoder(.multiplexed)
        decoder.append(ByteBuffer(bytes: [1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff] + Array("abc".utf8)))
        #expect(try decoder.next() == OutputChunk(source: .stdout, bytes: Array("abc".utf8)))
        #expect(try decoder.next() == nil)
    }

    @Test("A terminal's bytes pass as they are")
    func raw() throws {
        var decoder = OutputDecoder(.raw)
        decoder.append(ByteBuffer(bytes: [1, 0, 0, 0, 0, 0, 0, 9]))
        #expect(try decoder.next() == OutputChunk(source: .terminal, bytes: [1, 0, 0, 0, 0, 0, 0, 9]))
        try decoder.end()
        #expect(try decoder.next() == nil)
    }

    @Test(
        "Bytes that are not frames are refused",
        arguments: [Array("plain text".utf8), [9, 0, 0, 0, 0, 0, 0, 1, 65], [1, 0, 7, 0, 0, 0, 0, 1, 65]])
    func notFramed(bytes: [UInt8]) {
        var decoder = OutputDecoder(.multiplexed)
        decoder.append(ByteBuffer(bytes: bytes))
        #expect(throws: EngineError.protocolViolation("output that is not framed")) { try decoder.next() }
    }

    @Test("Output that stops in the middle of a frame or a head is an error", arguments: [3, 8, 10])
    func cut(length: Int) throws {
        var decoder = OutputDecoder(.multiplexed)
        decoder.append(ByteBuffer(bytes: frame(1, Array("hello".utf8)).prefix(length)))
        while try decoder.next() != nil {}
        #expect(throws: EngineError.self) { try decoder.end() }
    }

    private func decode(_ bytes: [UInt8], inPiecesOf size: Int) throws -> [OutputChunk] {
        var decoder = OutputDecoder(.multiplexed)
        var chunks: [OutputChunk] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            decoder.append(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
            while let chunk = try decoder.next() { chunks.append(chunk) }
        }
        try decoder.end()
        return chunks
    }

    private func text(of source: OutputChunk.Source, in chunks: [OutputChunk]) -> String {
        String(decoding: chunks.filter { $0.source == source }.flatMap(\.bytes), as: UTF8.self)
    }
}
