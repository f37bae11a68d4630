import NIOCore

/// Cuts bytes into lines at `\n`, dropping a `\r` before it and empty lines. No I/O, bounded.
struct LineSplitter {
    /// The longest line, bytes without its end. The longest the engine sends are statistics, some 5 KiB.
    static let longestLine = 1 << 20

    private var buffer = ByteBuffer()
    /// How many readable bytes are known to hold no line end.
    private var searched = 0
    private var ended = false

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        buffer.discardReadBytes()
        buffer.writeBuffer(&bytes)
    }

    /// No more bytes come: what is left is the last line.
    mutating func end() { ended = true }

    /// The next line, without its end; nil when more bytes are needed.
    ///
    /// - Throws: `EngineError.protocolViolation` when it is longer than `longestLine`.
    mutating func next() throws -> ByteBuffer? {
        while let line = try nextRaw() {
            if line.readableBytes > 0 { return line }
        }
        return nil
    }

    private mutating func nextRaw() throws -> ByteBuffer? {
        let unsearched = buffer.readableBytesView.dropFirst(searched)
        let lineEnd = unsearched.firstIndex(of: UInt8(ascii: "\n"))
        let length = lineEnd.map { $0 - buffer.readerIndex } ?? buffer.readableBytes
        guard length <= Self.longestLine else {
            throw EngineError.protocolViolation("a line of more than \(Self.longestLine) bytes")
        }
        guard lineEnd != nil || (ended && length > 0) else {
            searched = length
            return nil
        }
        searched = 0
        var line = buffer.readSlice(length: length)
        if lineEnd != nil { buffer.moveReaderIndex(forwardBy: 1) }
        line?.dropCarriageReturn()
        return line
    }
}

extension ByteBuffer {
    fileprivate mutating func dropCarriageReturn() {
        if readableBytesView.last == UInt8(ascii: "\r") { moveWriterIndex(to: writerIndex - 1) }
    }
}
