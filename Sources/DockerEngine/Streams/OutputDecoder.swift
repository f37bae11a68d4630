import NIOCore

/// What a process wrote, in either of the engine's framings.
///
/// Multiplexed: frames of an 8-byte head (stream, three zeros, length as big-endian `UInt32`) and that many bytes.
/// A frame's bytes are given out as they come, in pieces, so that a frame of 4 GiB needs no memory.
/// Raw, from a terminal: just bytes.
struct OutputDecoder: StreamDecoder {
    enum Framing: Sendable {
        case multiplexed
        case raw
    }

    private enum State {
        case head
        case payload(OutputChunk.Source, left: Int)
        case raw
    }

    private static let headLength = 8

    private var state: State
    private var buffer = ByteBuffer()

    init(_ framing: Framing) {
        state =
            switch framing {
            case .multiplexed: .head
            case .raw: .raw
            }
    }

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        buffer.discardReadBytes()
        buffer.writeBuffer(&bytes)
    }

    mutating func next() throws -> OutputChunk? {
        while true {
            switch state {
            case .raw:
                return take(buffer.readableBytes, from: .terminal)
            case .head:
                guard let (source, length) = try readHead() else { return nil }
                if length > 0 { state = .payload(source, left: length) }
            case .payload(let source, let left):
                guard let chunk = take(min(left, buffer.readableBytes), from: source) else { return nil }
                let rest = left - chunk.bytes.count
                state = rest > 0 ? .payload(source, left: rest) : .head
                return chunk
            }
        }
    }

    mutating func end() throws {
        switch state {
        case .raw: return
        case .head where buffer.readableBytes == 0: return
        case .head, .payload:
            // What came of the frame was given out; a stream that stops here was cut.
            throw EngineError.unreachable(reason: "it closed the connection in the middle of the output")
        }
    }

    private mutating func readHead() throws -> (OutputChunk.Source, length: Int)? {
        guard buffer.readableBytes >= Self.headLength,
            let kind = buffer.readInteger(as: UInt8.self),
            let zeros = buffer.readBytes(length: 3),
            let length = buffer.readInteger(endianness: .big, as: UInt32.self)
        else { return nil }
        let sources: [OutputChunk.Source] = [.stdin, .stdout, .stderr, .engine]
        guard Int(kind) < sources.count, zeros == [0, 0, 0] else {
            throw EngineError.protocolViolation("output that is not framed")
        }
        return (sources[Int(kind)], Int(length))
    }

    private mutating func take(_ count: Int, from source: OutputChunk.Source) -> OutputChunk? {
        guard count > 0, let bytes = buffer.readBytes(length: count) else { return nil }
        return OutputChunk(source: source, bytes: bytes)
    }
}
