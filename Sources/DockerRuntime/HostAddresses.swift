#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The IPv4 addresses of this process's own interfaces, dotted; empty when the system tells none.
func hostAddresses() -> Set<String> {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var addresses: Set<String> = []
    var next = first
    while let entry = next {
        if let address = entry.pointee.ifa_addr, Int32(address.pointee.sa_family) == AF_INET {
            addresses.insert(dotted(UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr))
        }
        next = entry.pointee.ifa_next
    }
    return addresses
}

/// The address is kept in network order: its bytes in memory are its numbers from left to right.
private func dotted(_ address: in_addr) -> String {
    withUnsafeBytes(of: address.s_addr) { $0.map { "\($0)" }.joined(separator: ".") }
}
