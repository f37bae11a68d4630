/// Names of what may change: the same content has the same name.
enum Edition {
    /// FNV-1a of all the parts.
    static func of(_ parts: some Sequence<some Sequence<UInt8>>) -> String {
        let hash = parts.reduce(UInt64(14_695_981_039_346_656_037)) { hash, part in
            part.reduce(hash) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        }
        return String(hash, radix: 36)
    }
}
