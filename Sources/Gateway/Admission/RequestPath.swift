import Servers

/// The path of a request, split and decoded once. Everything that decides about a request reads these segments.
struct RequestPath: Hashable {
    /// As it came, up to the question mark.
    let raw: String
    /// As it came, after the question mark; nil without one.
    let query: String?
    /// Decoded; a path that ends in `/` has an empty last one. `/` is one empty segment.
    let segments: [String]

    /// What is wrong with a path that is refused.
    struct Malformed: Error, Hashable {
        let problem: String
    }

    /// Reads a request target in origin form. Refuses what two programs could read differently.
    init(_ target: String) throws(Malformed) {
        guard target.utf8.first == UInt8(ascii: "/") else {
            throw Malformed(problem: "the request target must be a path")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        raw = String(parts[0])
        query = parts.count == 2 ? String(parts[1]) : nil
        let pieces = raw.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var decoded: [String] = []
        for (index, piece) in pieces.enumerated() {
            guard !piece.isEmpty || index == pieces.count - 1 else { throw Malformed(problem: "empty path segment") }
            decoded.append(try Self.decode(piece))
        }
        segments = decoded
    }

    /// What of it is below `base`, as a path of its own; nil when nothing is. `/berth` alone counts as `/berth/`.
    func below(_ base: BasePath) -> RequestPath? {
        let count = base.segments.count
        guard segments.prefix(count).elementsEqual(base.segments) else { return nil }
        let pieces = raw.split(separator: "/", omittingEmptySubsequences: false).dropFirst(count + 1)
        return RequestPath(
            raw: "/" + pieces.joined(separator: "/"), query: query,
            segments: segments.count == count ? [""] : Array(segments.dropFirst(count)))
    }

    private init(raw: String, query: String?, segments: [String]) {
        self.raw = raw
        self.query = query
        self.segments = segments
    }

    /// As it would be asked for.
    var target: String { raw + querySuffix }

    /// `query` with its question mark, to go after a path.
    var querySuffix: String { query.map { "?\($0)" } ?? "" }

    private static func decode(_ piece: Substring.UTF8View) throws(Malformed) -> String {
        guard let bytes = percentDecoded(piece) else { throw Malformed(problem: "bad percent encoding") }
        guard !bytes.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else {
            throw Malformed(problem: "a path segment contains a slash, backslash or NUL")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text != ".", text != ".." else { throw Malformed(problem: "dot segment") }
        return text
    }

    /// The bytes that `text` stands for; nil when a `%` is not followed by two hexadecimal digits.
    static func percentDecoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(hexValue), let low = iterator.next().flatMap(hexValue) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
