import Servers
import Testing

@Suite("How full a disk may be")
struct DiskTests {
    private let limits = DiskLimits(warn: .gibibytes(8), refuse: .gibibytes(10))

    @Test(
        "A workspace warns and refuses from its levels on",
        arguments: [
            (Bytes(0), DiskLevel.ok), (Bytes((8 << 30) - 1), .ok), (.gibibytes(8), .warn), (.gibibytes(10), .refuse),
            (.gibibytes(100), .refuse),
        ])
    func workspace(size: Bytes, level: DiskLevel) {
        #expect(limits.level(ofWorkspace: size) == level)
        #expect(DiskLimits().level(ofWorkspace: size) == .ok)
    }

    @Test(
        "A host's disk warns and refuses by what is free, and always when the store could not go on",
        arguments: [
            (100, 100, DiskLevel.ok), (10, 100, .ok), (9, 100, .warn), (5, 100, .warn), (4, 100, .refuse),
            (0, 100, .refuse), (0, 0, .refuse),
        ])
    func host(free: Int64, total: Int64, level: DiskLevel) {
        let space = DiskSpace(path: "/", free: .gibibytes(free), total: .gibibytes(total))
        #expect(limits.level(of: space) == level)
        let small = DiskSpace(path: "/", free: .mebibytes(255), total: .mebibytes(300))
        #expect(limits.level(of: small) == .refuse)
    }

    @Test("Levels are in order of how bad they are")
    func order() {
        #expect([DiskLevel.refuse, .ok, .warn].sorted() == DiskLevel.allCases)
    }
}
