import Foundation
import Servers
import Support
import Testing
import Workspaces

@Suite("Secrets of servers")
struct SecretTests {
    private func server(_ secrets: String...) throws -> Server {
        let key = ServerKey(owner: try UserName("ada"))
        var spec = StoreSamples.spec(key.owner)
        spec.setup.secrets = secrets.map { SecretFile(name: $0) }
        return Server(
            id: ServerID("abcdefghijkl"), key: key, uid: 20001, createdAt: Timestamp(microseconds: 0)
        ).launched(spec, at: Timestamp(microseconds: 1))
    }

    private func put(_ name: String, _ text: String, _ place: Place) throws {
        try place.makeDirectory(place.secrets)
        try text.write(toFile: "\(place.secrets)/\(name)", atomically: true, encoding: .utf8)
    }

    @Test("They are copies that the user alone can read, in a folder that nobody else may enter")
    func placed() async throws {
        try await withPlace { place in
            try put("key", "sesame", place)
            let path = try #require(try await place.provider().placeSecrets(server("key")))
            #expect(try String(contentsOfFile: path + "/key", encoding: .utf8) == "sesame")
            let (file, folder) = (try #require(status(path + "/key")), try #require(status(path)))
            #expect(file == (owner: 20001, group: 20001, mode: 0o400))
            #expect(folder == (owner: 20001, group: 20001, mode: 0o700))
            let all = try #require(status(place.state + "/run/secrets"))
            #expect(all == (owner: geteuid(), group: getegid(), mode: 0o700))
        }
    }

    @Test("The next launch's replace them, and nothing is left when they are discarded or none are named")
    func replaced() async throws {
        try await withPlace { place in
            try put("key", "one", place)
            try put("other", "two", place)
            let provider = place.provider()
            _ = try await provider.placeSecrets(server("key"))
            let path = try #require(try await provider.placeSecrets(server("other")))
            #expect(try names(path) == ["other"])
            #expect(try await provider.placeSecrets(server()) == nil)
            #expect(try names(place.state + "/run/secrets").isEmpty)
            _ = try await provider.placeSecrets(server("key"))
            try await provider.discardSecrets(ServerID("abcdefghijkl"))
            try await provider.discardSecrets(ServerID("abcdefghijkl"))
            #expect(try names(place.state + "/run/secrets").isEmpty)
        }
    }

    @Test(
        "One that is missing, a link, too large, or in a folder that others can write to is refused, and none is placed"
    )
    func refused() async throws {
        try await withPlace { place in
            try put("key", "sesame", place)
            try put("large", String(repeating: "x", count: 600 << 10), place)
            try place.link(place.secrets + "/link", to: "/etc/hostname")
            for name in ["none", "link", "large"] {
                let error = await #expect(throws: WorkspaceError.self) {
                    try await place.provider().placeSecrets(server("key", name))
                }
                #expect(error?.path == "\(place.secrets)/\(name)")
            }
            chmod(place.secrets, 0o777)
            await #expect(throws: WorkspaceError.self) { try await place.provider().placeSecrets(server("key")) }
            #expect(!FileManager.default.fileExists(atPath: place.state + "/run/secrets/abcdefghijkl"))
        }
    }
}
