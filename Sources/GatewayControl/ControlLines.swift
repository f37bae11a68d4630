import Foundation
package import NIOCore

/// Cuts a stream of bytes into lines, without their line feed. Bounded: a longer line is an error, not memory.
package struct ControlLineDecoder: ByteToMessageDecoder {
    package typealias InboundOut = ByteBuffer

    /// The longest line: an `attach` of about 200,000 servers. 64 MiB.
    package static let longestLine = 64 * 1024 * 1024

    private let limit: Int
    /// How many bytes from the reader index on are known to hold no line feed, so that each is looked at once.
    private var scanned = 0

    package init(limit: Int = longestLine) { self.limit = limit }

    /// Throws `ControlLineError.tooLong` once a line passes the limit.
    package mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let line = try nextLine(&buffer) else { return .needMoreData }
        context.fireChannelRead(Self.wrapInboundOut(line))
        return .continue
    }

    /// A line that its sender did not finish is dropped.
    package mutating func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        try decode(context: context, buffer: &buffer)
    }

    /// The next whole line of `buffer`, or nil when it has none yet.
    package mutating func nextLine(_ buffer: inout ByteBuffer) throws(ControlLineError) -> ByteBuffer? {
        let view = buffer.readableBytesView
        guard let end = view.dropFirst(scanned).firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = view.count
            guard scanned <= limit else { throw .tooLong(limit: limit) }
            return nil
        }
        scanned = 0
        let length = end - view.startIndex
        guard length <= limit else { throw .tooLong(limit: limit) }
        let line = buffer.readSlice(length: length)
        buffer.moveReaderIndex(forwardBy: 1)
        return line
    }
}

/// A line of the control socket that cannot be taken.
package enum ControlLineError: Error, Hashable, Sendable {
    /// Longer than `limit` bytes: the connection is of no more use.
    case tooLong(limit: Int)
}

/// Turns messages into lines and back.
package enum ControlCodec {
    /// `message` as one line with its line feed. Throws what `JSONEncoder` throws.
    package static func line(_ message: some Encodable) throws -> ByteBuffer {
        var buffer = ByteBuffer(bytes: try JSONEncoder().encode(message))
        buffer.writeInteger(UInt8(ascii: "\n"))
        return buffer
    }

    /// Reads a line; nil when it is not such a message (one of a newer version: to be passed over).
    package static func message<Message: Decodable>(_ type: Message.Type, from line: ByteBuffer) -> Message? {
        try? JSONDecoder().decode(type, from: Data(line.readableBytesView))
    }
}
