import Foundation
import Glibc
import Testing

@testable import berth

@Suite("The service manager")
struct ServiceManagerTests {
    @Test("It is told when the process is ready, at the socket that the environment names", arguments: ["/tmp/", "@"])
    func ready(place: String) throws {
        let name = "\(place)berth-notify-\(UUID())"
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(socket)
            unlink(name)
        }
        let address = try #require(UnixAddress(name))
        #expect(address.withPointer { bind(socket, $0, $1) } == 0)

        ServiceManager(environment: ["NOTIFY_SOCKET": name]).isReady()

        var bytes = [UInt8](repeating: 0, count: 64)
        let count = recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "READY=1")
    }

    @Test("Without one nothing happens, and a name that is no address is none")
    func nobody() {
        ServiceManager(environment: [:]).isReady()
        #expect(UnixAddress(String(repeating: "x", count: 108)) == nil)
        #expect(UnixAddress(String(repeating: "x", count: 107)) != nil)
    }
}
