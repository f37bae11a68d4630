import NIOCore

/// Cuts bytes, which come in pieces of any size, into elements. No I/O.
protocol StreamDecoder<Element> {
    associatedtype Element

    /// Takes the next piece.
    mutating func append(_ bytes: ByteBuffer)

    /// The next whole element, or nil when more bytes are needed.
    ///
    /// - Throws: `EngineError.protocolViolation` for bytes that can't be right, `EngineError.pull` for a failure
    ///   that the engine reports in the stream.
    mutating func next() throws -> Element?

    /// Says that no more bytes come. `next()` may give more elements after it.
    ///
    /// - Throws: `EngineError.unreachable` when the bytes stop in the middle of an element.
    mutating func end() throws
}
