import Foundation
import Servers
import Settings
import Testing

@testable import berth

@Suite("What doctor says of the machine")
struct HostCheckTests {
    @Test("Disks are judged by the levels that are set")
    func disks() {
        let spaces = [
            DiskSpace(path: "/a", free: .gibibytes(50), total: .gibibytes(100)),
            DiskSpace(path: "/b", free: .gibibytes(8), total: .gibibytes(100)),
            DiskSpace(path: "/c", free: .gibibytes(1), total: .gibibytes(100)),
        ]
        let checks = HostChecks.disks(spaces, DiskLimits())
        #expect(checks.map(\.verdict) == [.ok, .warn, .fail])
        #expect(checks[2].detail.contains("nothing is launched"))
        #expect(checks.dropFirst().allSatisfy { $0.advice != nil })
    }

    @Test("A clock that is off is told with how far")
    func clock() {
        let now = Date(timeIntervalSince1970: 1_795_478_400)
        #expect(HostChecks.clock(engine: now.addingTimeInterval(-4), now: now).verdict == .ok)
        #expect(HostChecks.clock(engine: nil, now: now).verdict == .ok)
        let off = HostChecks.clock(engine: now.addingTimeInterval(90), now: now)
        #expect(off.verdict == .warn && off.detail.contains("90 s"))
    }

    @Test("Names under localhost need no DNS; of others a missing wildcard is told from a missing hub")
    func names() throws {
        let file = NSTemporaryDirectory() + "doctor-\(UUID().uuidString).yaml"
        try "trusted_proxies: 127.0.0.1\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        func settings(_ hub: String, _ notebook: String) throws -> BerthSettings {
            try BerthSettings.load(
                flags: ["hub_url": hub, "notebook_url": notebook], environment: ["HOME": "/tmp"], file: file)
        }
        let local = try settings("http://localhost:8000", "http://{user}.localhost:8000")
        #expect(HostChecks.names(local) { _ in false }.map(\.verdict) == [.ok, .ok])
        let remote = try settings("https://hub.example.com", "https://{user}.nb.example.com")
        let checks = HostChecks.names(remote) { $0 == "hub.example.com" }
        #expect(checks.map(\.verdict) == [.ok, .fail])
        #expect(checks[1].advice?.contains("*.nb.example.com") == true)
        #expect(HostChecks.names(remote) { _ in false }[0].advice?.contains("hub.example.com to the DNS") == true)
    }

    @Test("A store that is not there yet is fine, one that is damaged fails with what to do")
    func store() throws {
        let folder = NSTemporaryDirectory() + "doctor-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let state = StateDirectory(path: folder)
        #expect(HostChecks.store(state).verdict == .ok)
        try Data(repeating: 0xAB, count: 10_000).write(to: URL(fileURLWithPath: state.store))
        let check = HostChecks.store(state)
        #expect(check.verdict == .fail && check.advice?.contains("backup") == true)
        #expect(HostChecks.processes(state).verdict == .warn)
    }
}
