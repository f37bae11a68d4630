import Testing

@testable import Gateway

@Suite("Heads of WebSocket frames")
struct FrameHeadTests {
    private static func frame(_ opcode: UInt8, _ length: Int, masked: Bool = true) -> [UInt8] {
        let mask: UInt8 = masked ? 0x80 : 0
        var bytes: [UInt8] = [0x80 | opcode]
        switch length {
        case ..<126: bytes.append(mask | UInt8(length))
        case ..<65536: bytes += [mask | 126, UInt8(length >> 8), UInt8(length & 0xff)]
        default: bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        }
        return bytes + Array(repeating: 0x81, count: length + (masked ? 4 : 0))
    }

    @Test(
        "Data frames are seen, control frames are not, however the bytes are cut",
        arguments: [
            ([frame(9, 3)], 0), ([frame(10, 0), frame(8, 2)], 0), ([frame(1, 5)], 1), ([frame(2, 0)], 1),
            ([frame(9, 125), frame(1, 126), frame(9, 1)], 1), ([frame(1, 70_000), frame(2, 3, masked: false)], 2),
        ])
    func frames(_ frames: [[UInt8]], _ expected: Int) {
        let bytes = frames.flatMap { $0 }
        for cut in [1, 2, 3, 7, 1000] {
            var heads = FrameHeads()
            var seen = 0
            for start in stride(from: 0, to: bytes.count, by: cut) {
                if heads.consume(bytes[start..<min(start + cut, bytes.count)]) { seen += 1 }
            }
            // Small frames may share a piece: then they are one sighting.
            #expect((seen > 0) == (expected > 0))
            if cut == 1 { #expect(seen == expected) }
        }
    }

    @Test("A length that no frame can have ends the reading without harm")
    func absurd() {
        var heads = FrameHeads()
        let first = heads.consume([0x81, 0xff] + Array(repeating: UInt8(0xff), count: 8))
        let later = heads.consume(Array(repeating: UInt8(0x81), count: 100))
        #expect(first)
        #expect(!later)
    }
}
