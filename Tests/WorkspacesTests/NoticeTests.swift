import Foundation
import Servers
import Testing
import Workspaces

@Suite("Notices to who works in a server")
struct NoticeTests {
    private func notice(_ id: String, _ kind: Notice.Kind = .outOfMemory, at: Int64 = 0) -> Notice {
        Notice(
            id: id, kind: kind, level: .warning, title: "Out of memory", message: "Kernel ä.ipynb was killed",
            at: Timestamp(microseconds: at), action: .init(label: "Resize", url: "http://hub/hub/resize/ada?memory=1"))
    }

    private func read(_ path: String) throws -> Notice {
        try JSONDecoder().decode(Notice.self, from: try Data(contentsOf: URL(filePath: path)))
    }

    @Test("A notice is a file that all in the container can read, replaced whole, and gone when it is over")
    func shown() async throws {
        try await withPlace { place in
            let provider = place.provider()
            let server = try server()
            let run = try await provider.prepare(server).run
            try await provider.withdraw(.outOfMemory, from: server.id)
            try await provider.show(notice("1"), in: server.id)
            try await provider.show(notice("2"), in: server.id)
            let path = run + "/notice-out_of_memory.json"
            #expect(try #require(status(path)).mode == 0o644)
            #expect(try read(path) == notice("2"))
            let data = try Data(contentsOf: URL(filePath: path))
            #expect(String(decoding: data, as: UTF8.self).contains(#""kind":"out_of_memory""#))
            #expect(try names(run) == ["notice-out_of_memory.json", "notice.json", "server.json"])
            try await provider.withdraw(.outOfMemory, from: server.id)
            #expect(try names(run) == ["server.json"])
        }
    }

    @Test("Notices of several kinds stand side by side; an image that knows of one alone has the newest that stands")
    func sideBySide() async throws {
        try await withPlace { place in
            let provider = place.provider()
            let server = try server()
            let run = try await provider.prepare(server).run
            let (idle, said, memory) = (
                notice("i", .idle, at: 2), notice("b", .broadcast, at: 3), notice("m", at: 1)
            )
            for notice in [said, idle, memory] {
                try await provider.show(notice, in: server.id)
                #expect(try read("\(run)/notice-\(notice.kind.rawValue).json") == notice)
                #expect(try read(run + "/notice.json") == said)
            }
            try await provider.withdraw(.broadcast, from: server.id)
            #expect(try read(run + "/notice.json") == idle)
            #expect(
                try names(run) == ["notice-idle.json", "notice-out_of_memory.json", "notice.json", "server.json"])
        }
    }

    @Test("A server without a directory has nobody to show it to; an id that is none is refused")
    func nobody() async throws {
        try await withPlace { place in
            try await place.provider().show(notice("1"), in: ServerID("abcdefghijkl"))
            try await place.provider().withdraw(.idle, from: ServerID("abcdefghijkl"))
            #expect(!FileManager.default.fileExists(atPath: place.state + "/run"))
            await #expect(throws: WorkspaceError.self) {
                try await place.provider().show(notice("1"), in: ServerID("../../etc"))
            }
        }
    }
}
