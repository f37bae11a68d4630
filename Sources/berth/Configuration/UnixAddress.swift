#if canImport(Glibc)
import Glibc
#endif

/// The address of a Unix socket, as system calls want it.
struct UnixAddress: Sendable {
    private let address: sockaddr_un
    private let length: socklen_t

    /// Takes a path, or `@name` for a socket without a file. Nil when that is longer than an address may be.
    init?(_ name: String) {
        var bytes = Array(name.utf8)
        var address = sockaddr_un()
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        self.address = address
        let isNamed = bytes.first != 0
        length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (isNamed ? 1 : 0))
    }

    /// Calls `body` with the address and its length.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
