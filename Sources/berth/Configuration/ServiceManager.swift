import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The service manager that started this process, such as systemd; says nothing to anybody where there is none.
///
/// It is spoken to as sd_notify(3) says: a datagram to the socket that `$NOTIFY_SOCKET` names.
struct ServiceManager: Sendable {
    private let address: UnixAddress?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        address = environment["NOTIFY_SOCKET"].flatMap { UnixAddress($0) }
    }

    /// Says that this process does its work now: what is ordered after it may start.
    func isReady() { send("READY=1") }

    private func send(_ message: String) {
        guard let address else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        _ = address.withPointer { sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
    }
}
