/// Some bytes that a container or an exec wrote. Their borders mean nothing; lines may be cut anywhere.
package struct OutputChunk: Sendable, Equatable {
    /// Where the bytes were written to.
    package enum Source: Sendable, Hashable {
        case stdin
        case stdout
        case stderr
        /// The engine's own message about the stream.
        case engine
        /// A terminal, where stdout and stderr are one.
        case terminal
    }

    package var source: Source
    package var bytes: [UInt8]

    package init(source: Source, bytes: [UInt8]) {
        self.source = source
        self.bytes = bytes
    }

    /// The bytes as UTF-8, with � for what is not.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
