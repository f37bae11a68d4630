/// The last bytes of what is appended, in bounded memory.
struct LogTail {
    private let limit: Int
    private var bytes: [UInt8] = []

    init(limit: Int) { self.limit = max(0, limit) }

    /// Cuts only when twice the limit is there, so that each byte is moved once on average.
    mutating func append(_ more: [UInt8]) {
        bytes += more.suffix(limit)
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// At most `limit` bytes, oldest first.
    var contents: [UInt8] { Array(bytes.suffix(limit)) }
}
