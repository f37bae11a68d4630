import Foundation
import Servers
import Synchronization
import Testing
import Workspaces

@Suite("Measuring disks")
struct DiskTests {
    private func fill(_ path: String, kibibytes: Int) throws {
        try Data(repeating: 1, count: kibibytes << 10).write(to: URL(fileURLWithPath: path))
    }

    private func size(_ place: Place) async throws -> Int64 {
        try await place.provider().workspaceSize(of: UserName("ada")) { _ in }.count >> 10
    }

    @Test("A workspace's size is that of its files, however deep, and 0 when there is none")
    func sizes() async throws {
        try await withPlace { place in
            #expect(try await size(place) == 0)
            let home = place.workspaces + "/ada"
            try place.makeDirectory(home + "/a/b/c")
            try fill(home + "/one", kibibytes: 512)
            try fill(home + "/a/b/c/two", kibibytes: 512)
            #expect((1024..<1100).contains(try await size(place)))
        }
    }

    @Test("A file with two names counts once, and what links lead to does not count")
    func links() async throws {
        try await withPlace { place in
            let home = place.workspaces + "/ada"
            try place.makeDirectory(home)
            try place.makeDirectory(place.base + "/outside")
            try fill(place.base + "/outside/large", kibibytes: 4096)
            try place.link(home + "/to-directory", to: place.base + "/outside")
            try place.link(home + "/to-file", to: place.base + "/outside/large")
            try fill(home + "/one", kibibytes: 512)
            try FileManager.default.linkItem(atPath: home + "/one", toPath: home + "/same")
            #expect((512..<600).contains(try await size(place)))
        }
    }

    @Test("Measuring many files pauses again and again, and ends when it is told to")
    func pauses() async throws {
        try await withPlace { place in
            let home = place.workspaces + "/ada"
            for folder in 0..<50 {
                try place.makeDirectory("\(home)/\(folder)")
                for file in 0..<100 { try Data().write(to: URL(fileURLWithPath: "\(home)/\(folder)/\(file)")) }
            }
            let files = Mutex<[Int]>([])
            _ = try await place.provider().workspaceSize(of: UserName("ada")) { count in
                files.withLock { $0.append(count) }
            }
            #expect(files.withLock { $0.count } == 2)
            await #expect(throws: CancellationError.self) {
                try await place.provider().workspaceSize(of: UserName("ada")) { _ in throw CancellationError() }
            }
        }
    }

    @Test("The room of each file system is told once")
    func spaces() async throws {
        try await withPlace { place in
            try place.makeDirectory(place.state)
            try place.makeDirectory(place.workspaces)
            let spaces = place.provider().spaces(engine: "/proc")
            #expect(spaces.map(\.path) == [place.state, "/proc"])
            #expect(spaces[0].free > Bytes(0) && spaces[0].free < spaces[0].total)
            #expect(place.provider().spaces(engine: "/not/here").count == 1)
        }
    }

    @Test("Of a server's logs the newest are kept")
    func logs() async throws {
        try await withPlace { place in
            let provider = place.provider()
            let id = ServerID("abcdefghijkl")
            for generation in 1...12 {
                try await provider.keepLog(Array("\(generation)".utf8), server: id, generation: generation)
            }
            let kept = try names("\(place.state)/logs/abcdefghijkl")
            #expect(Set(kept) == Set((3...12).map { "\($0).log" }))
            #expect(try await provider.keptLog(server: id, generation: 2) == nil)
        }
    }
}
