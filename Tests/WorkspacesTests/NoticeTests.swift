import Foundation
import Servers
import Testing
import Workspaces

@Suite("Notices to who works in a server")
struct NoticeTests {
    private func notice(_ id: String) -> Notice {
        Notice(
            id: id, kind: .outOfMemory, level: .warning, title: "Out of memory", message: "Kernel ä.ipynb was killed",
            at: Timestamp(microseconds: 0), action: .init(label: "Resize", url: "http://hub/hub/resize/ada?memory=1"))
    }

    @Test("A notice is a file that all in the container can read, replaced whole, and gone when it is over")
    func shown() async throws {
        try await withPlace { place in
            let provider = place.provider()
            let server = try server()
            let run = try await provider.prepare(server).run
            try await provider.show(nil, in: server.id)
            try await provider.show(notice("1"), in: server.id)
            try await provider.show(notice("2"), in: server.id)
            let path = run + "/notice.json"
            #expect(try #require(status(path)).mode == 0o644)
            let data = try Data(contentsOf: URL(filePath: path))
            #expect(try JSONDecoder().decode(Notice.self, from: data) == notice("2"))
            #expect(String(decoding: data, as: UTF8.self).contains(#""kind":"out_of_memory""#))
            #expect(try names(run) == ["notice.json", "server.json"])
            try await provider.show(nil, in: server.id)
            #expect(try names(run) == ["server.json"])
        }
    }

    @Test("A server without a directory has nobody to show it to; an id that is none is refused")
    func nobody() async throws {
        try await withPlace { place in
            try await place.provider().show(notice("1"), in: ServerID("abcdefghijkl"))
            #expect(!FileManager.default.fileExists(atPath: place.state + "/run"))
            await #expect(throws: WorkspaceError.self) {
                try await place.provider().show(notice("1"), in: ServerID("../../etc"))
            }
        }
    }
}
