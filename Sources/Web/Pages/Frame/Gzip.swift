import CZlib

/// gzip, for files that are the same for everybody. Pages are never compressed: they have secrets (tokens, login links) and
/// what a request says in one body, and the length of that, compressed, tells the one to whoever may choose the other (BREACH).
enum Gzip {
    /// The bytes, as small as zlib makes them; nil where that saves nothing.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 16 beside the largest window is gzip's frame in place of zlib's own; 9 is all the memory that helps.
        let status = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var source = bytes
        let smaller = source.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: bytes.count) { room, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }
        return smaller.isEmpty ? nil : smaller
    }

    /// Whether who sends this `Accept-Encoding` takes it (RFC 9110, 12.5.3): it is named, or all are, and not with the
    /// weight 0. No header: nothing is said of it, and not every client that sends none can.
    static func isAccepted(by header: String?) -> Bool {
        var others = false
        for coding in (header ?? "").lowercased().filter({ !" \t".contains($0) }).split(separator: ",") {
            let parts = coding.split(separator: ";")
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            switch parts.first {
            case "gzip", "x-gzip": return weight > 0
            case "*": others = weight > 0
            default: break
            }
        }
        return others
    }
}
