import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite("What counts of what a client sends through a WebSocket")
struct GlueTests {
    private static let data = ByteBuffer(bytes: [0x81, 0x81, 0, 0, 0, 0, 0x61])
    private static let ping = ByteBuffer(bytes: [0x89, 0x80, 0, 0, 0, 0])

    @Test(
        "Data frames count after what a page sends when it connects, where any count; pings never do",
        arguments: [
            (TimeAmount.zero, [data], 1), (.zero, [ping, ping], 0), (.zero, [ping, data, data], 1),
            (.hours(1), [data, data], 0), (nil, [data], 0),
        ] as [(TimeAmount?, [ByteBuffer], Int)])
    func counts(notesAfter: TimeAmount?, frames: [ByteBuffer], expected: Int) throws {
        var noted = 0
        let (client, container) = GlueHandler.pair(notesAfter: notesAfter) { noted += 1 }
        let (near, far) = (EmbeddedChannel(handler: client), EmbeddedChannel(handler: container))
        for frame in frames { try near.writeInbound(frame) }
        // What the container sends is nobody's deed.
        try far.writeInbound(Self.data)
        #expect(noted == expected)
        for frame in frames { #expect(try far.readOutbound(as: ByteBuffer.self) == frame) }
        _ = try near.finish(acceptAlreadyClosed: true)
        _ = try far.finish(acceptAlreadyClosed: true)
    }
}
