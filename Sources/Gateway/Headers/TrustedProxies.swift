import NIOHTTP1
import Servers

/// A request as it came, with what is believed of the way it took.
struct Arrival {
    /// With the `Host` that the browser asked for.
    let head: HTTPRequestHead
    /// The client's address.
    let address: String
    /// Whether the browser spoke plain HTTP.
    let isPlain: Bool
    /// Goes with the request through every log, and back to the client.
    let id: String
}

/// The proxies in front whose word counts: for the client's address, the scheme, the host and the request's id. What others
/// say of these is passed over. No I/O.
struct TrustedProxies {
    let ranges: [AddressBlock]
    /// Whether our own port speaks TLS.
    let isSecure: Bool

    /// - Parameter peer: the address of the connection's other end.
    func arrival(_ head: HTTPRequestHead, from peer: String) -> Arrival {
        guard trusts(peer) else { return Arrival(head: head, address: peer, isPlain: !isSecure, id: Self.makeID()) }
        var told = head
        if let host = Self.last("x-forwarded-host", in: head), head.headers["host"].count == 1 {
            told.headers.replaceOrAdd(name: "Host", value: host)
        }
        return Arrival(
            head: told, address: client(of: head, peer),
            isPlain: ["http", "ws"].contains(Self.last("x-forwarded-proto", in: head)?.lowercased()),
            id: head.headers["x-request-id"].last.flatMap(Self.usable) ?? Self.makeID())
    }

    private func trusts(_ address: String) -> Bool { ranges.contains { $0.contains(address) } }

    /// Each proxy adds whom it was asked by: from the nearest on, the first that is none of the trusted is the client.
    private func client(of head: HTTPRequestHead, _ peer: String) -> String {
        var nearest = peer
        for address in head.headers[canonicalForm: "x-forwarded-for"].reversed().map(String.init) {
            guard AddressBlock.isAddress(address) else { return nearest }
            nearest = address
            if !trusts(address) { break }
        }
        return nearest
    }

    /// What the nearest proxy said.
    private static func last(_ name: String, in head: HTTPRequestHead) -> String? {
        head.headers[canonicalForm: name].last.map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func usable(_ id: String) -> String? {
        let isWord = id.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "-_.".utf8.contains(byte)
        }
        return isWord && (1...128).contains(id.utf8.count) ? id : nil
    }

    private static func makeID() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }
}
