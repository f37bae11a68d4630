import Foundation
import Servers
import Testing
import Workspaces

// Ownership can only be tested as root, which is how the suite runs.
@Suite("Workspaces")
struct WorkspacesTests {
    @Test("The first prepare makes all directories, each with its owner and mode")
    func first() async throws {
        try await withPlace { place in
            let directories = try await place.provider().prepare(server())
            #expect(directories.workspace == place.workspaces + "/ada")
            let workspace = try #require(status(directories.workspace))
            #expect(workspace == (owner: 20001, group: 20001, mode: 0o700))
            #expect(try names(directories.workspace) == ["notebooks"])
            let notebooks = try #require(status(directories.workspace + "/notebooks"))
            #expect(notebooks == (owner: 20001, group: 20001, mode: 0o755))
            let run = try #require(status(directories.run))
            #expect(run == (owner: geteuid(), group: getegid(), mode: 0o755))
            #expect(status(directories.cluster)?.mode == 0o755)
            let json = try String(contentsOfFile: directories.run + "/server.json", encoding: .utf8)
            #expect(json == #"{"generation":0,"owner":"ada","server":"abcdefghijkl"}"# + "\n")
            #expect(try names(place.workspaces) == ["ada"])
            #expect(try names(directories.run) == ["server.json"])
        }
    }

    @Test("A second prepare changes nothing of the user's")
    func again() async throws {
        try await withPlace { place in
            let first = try await place.provider().prepare(server())
            let file = first.workspace + "/notes.txt"
            try "mine".write(toFile: file, atomically: true, encoding: .utf8)
            chmod(first.workspace, 0o750)
            let second = try await place.provider().prepare(server())
            #expect(first == second)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
            #expect(status(file)?.owner == geteuid())
            #expect(status(first.workspace)?.mode == 0o750)
        }
    }

    @Test("A running server is told of its resources in place, in a file that is whole at every moment")
    func resources() async throws {
        try await withPlace { place in
            var server = try server()
            server.spec = ServerSpec(
                options: LaunchOptions(), profile: ProfileID("small"), image: "i",
                resources: Resources(
                    cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)), memory: .gibibytes(1)
                ),
                environment: [:], identity: Identity(user: server.key.owner, groups: [], roles: []))
            let run = try await place.provider().prepare(server).run
            func file(_ name: String) throws -> String { try String(contentsOfFile: run + "/" + name, encoding: .utf8) }
            #expect(try file("limits.env") == "MEM_LIMIT=1073741824\nCPU_LIMIT=2\nCPU_GUARANTEE=0.5\n")
            let before = status(run)
            server.spec?.resources.memory = .gibibytes(4)
            server.spec?.resources.cpu = .init(reserve: Cores(thousandths: 1000), burst: Cores(thousandths: 1500))
            try await place.provider().tellResources(server)
            #expect(try file("limits.env") == "MEM_LIMIT=4294967296\nCPU_LIMIT=1.5\nCPU_GUARANTEE=1\n")
            #expect(try file("server.json").contains(#""memory":4294967296"#))
            #expect(status(run)?.mode == before?.mode, "the directory that is mounted is the same")
            #expect(status(run + "/limits.env")?.mode == 0o644)
            #expect(try names(run) == ["limits.env", "server.json"])
        }
    }

    @Test("Many prepares at once end with one workspace, and nothing left over")
    func concurrent() async throws {
        try await withPlace { place in
            let provider = place.provider()
            let server = try server()
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 { group.addTask { try await provider.prepare(server) } }
                for try await directories in group { #expect(status(directories.workspace)?.owner == 20001) }
            }
            #expect(try names(place.workspaces) == ["ada"])
            #expect(try names(place.state + "/run/servers/abcdefghijkl") == ["server.json"])
        }
    }

    @Test("Without ownership of files everything stays with who runs Berth")
    func withoutRoot() async throws {
        try await withPlace { place in
            let directories = try await place.provider(ownsFiles: false).prepare(server())
            #expect(status(directories.workspace)?.owner == geteuid())
            #expect(status(directories.workspace)?.mode == 0o700)
        }
    }

    @Test("A name with a space or a dot is a directory of that name", arguments: ["a b", "a..b", "a@b.c"])
    func oddNames(user: String) async throws {
        try await withPlace { place in
            let directories = try await place.provider().prepare(server(user))
            #expect(try names(place.workspaces) == [user])
            #expect(directories.workspace.hasSuffix("/" + user))
        }
    }

    @Test("A server's id that is a path is refused", arguments: ["", "..", "../x", "a/b", "a\0b"])
    func tamperedID(id: String) async throws {
        try await withPlace { place in
            await #expect(throws: WorkspaceError.self) { try await place.provider().prepare(server(id: id)) }
            await #expect(throws: WorkspaceError.self) {
                try await place.provider().keepLog([1], server: ServerID(id), generation: 1)
            }
        }
    }

    @Test("A kept log is answered as it was, its file is Berth's alone, and a later one replaces it")
    func logs() async throws {
        try await withPlace { place in
            let provider = place.provider()
            let id = ServerID("abcdefghijkl")
            #expect(try await provider.keptLog(server: id, generation: 1) == nil)
            let long = (0..<300_000).map { UInt8($0 % 251) }
            try await provider.keepLog([1, 2, 3], server: id, generation: 1)
            try await provider.keepLog(long, server: id, generation: 1)
            #expect(try await provider.keptLog(server: id, generation: 1) == long)
            #expect(try await provider.keptLog(server: id, generation: 2) == nil)
            #expect(status(place.state + "/logs/abcdefghijkl/1.log")?.mode == 0o600)
            #expect(try names(place.state + "/logs/abcdefghijkl") == ["1.log"])
        }
    }
}
