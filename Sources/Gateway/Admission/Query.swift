/// Reading and changing the query of a request without touching what is not ours.
enum Query {
    /// The decoded value of the first parameter called `name`.
    static func value(of name: String, in query: String?) -> String? {
        for pair in (query ?? "").split(separator: "&") {
            let (key, value) = split(pair)
            if key == name { return decoded(value) }
        }
        return nil
    }

    /// `query` without the parameters called `name` whose decoded value `matches`; nil when nothing is left.
    static func removing(_ name: String, from query: String?, where matches: (String) -> Bool) -> String? {
        guard let query else { return nil }
        let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { pair in
            let (key, value) = split(pair)
            return key != name || !(decoded(value).map(matches) ?? false)
        }
        return kept.isEmpty ? nil : kept.joined(separator: "&")
    }

    private static func split(_ pair: Substring) -> (key: String?, value: Substring) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (decoded(parts.first ?? ""), parts.count == 2 ? parts[1] : "")
    }

    private static func decoded(_ text: Substring) -> String? {
        RequestPath.percentDecoded(text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 })
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
