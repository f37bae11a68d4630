import Foundation
import Servers
import Testing
import Workspaces

@Suite("Directories that cannot be used")
struct HostileDirectoryTests {
    private func problem(_ provider: Workspaces) async throws -> WorkspaceError? {
        do {
            _ = try await provider.prepare(server())
            return nil
        } catch let error as WorkspaceError {
            return error
        }
    }

    @Test("A workspace that is a link is refused, and its target is not touched")
    func linkedWorkspace() async throws {
        try await withPlace { place in
            try place.makeDirectory(place.base + "/target")
            try place.makeDirectory(place.workspaces)
            try place.link(place.workspaces + "/ada", to: place.base + "/target")
            let error = try #require(try await problem(place.provider()))
            #expect(error.path == place.workspaces + "/ada")
            #expect(error.problem == "it is a symbolic link")
            #expect(status(place.base + "/target")?.owner == geteuid())
        }
    }

    @Test("A dangling link in a workspace's place is refused, and nothing is made behind it")
    func danglingWorkspace() async throws {
        try await withPlace { place in
            try place.makeDirectory(place.workspaces)
            try place.link(place.workspaces + "/ada", to: place.base + "/target")
            #expect(try await problem(place.provider())?.problem == "it is a symbolic link")
            #expect(status(place.base + "/target") == nil)
        }
    }

    @Test("A directory of all workspaces that is a link is refused")
    func linkedParent() async throws {
        try await withPlace { place in
            try place.makeDirectory(place.base + "/target")
            try place.link(place.workspaces, to: place.base + "/target")
            let error = try #require(try await problem(place.provider()))
            #expect(error.path == place.workspaces)
            #expect(error.problem == "it is a symbolic link")
            #expect(try names(place.base + "/target").isEmpty)
        }
    }

    @Test(
        "A link inside the state directory is refused", arguments: ["run", "run/servers", "run/servers/abcdefghijkl"])
    func linkedState(path: String) async throws {
        try await withPlace { place in
            let link = place.state + "/" + path
            try place.makeDirectory(NSString(string: link).deletingLastPathComponent)
            try place.makeDirectory(place.base + "/target")
            try place.link(link, to: place.base + "/target")
            #expect(try await problem(place.provider())?.problem == "it is a symbolic link")
            #expect(try names(place.base + "/target").isEmpty)
        }
    }

    @Test("A file in the place of a directory is refused", arguments: ["workspaces", "workspaces/ada", "state/run"])
    func file(path: String) async throws {
        try await withPlace { place in
            let file = place.base + "/" + path
            try place.makeDirectory(NSString(string: file).deletingLastPathComponent)
            try "text".write(toFile: file, atomically: false, encoding: .utf8)
            let error = try #require(try await problem(place.provider()))
            #expect(error.problem == "there is something that is not a directory")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "text")
        }
    }

    @Test("A directory of all workspaces that is someone else's is refused")
    func foreignRoot() async throws {
        try await withPlace { place in
            try place.makeDirectory(place.workspaces)
            chown(place.workspaces, 4711, 4711)
            let error = try #require(try await problem(place.provider()))
            #expect(error.problem == "it belongs to user id 4711")
            #expect(error.remedy.contains("\(geteuid())"))
        }
    }

    @Test("A directory of all workspaces that others can write to is refused", arguments: [0o777, 0o775, 0o1777])
    func openRoot(mode: Int) async throws {
        try await withPlace { place in
            try place.makeDirectory(place.workspaces)
            chmod(place.workspaces, mode_t(mode))
            #expect(try await problem(place.provider())?.problem == "others can write there")
        }
    }

    @Test("A workspace of another owner is refused and stays theirs")
    func foreignWorkspace() async throws {
        try await withPlace { place in
            _ = try await place.provider().prepare(server(uid: 20002))
            let error = try #require(try await problem(place.provider()))
            #expect(error.problem == "it belongs to user id 20002, not to 20001")
            #expect(status(place.workspaces + "/ada")?.owner == 20002)
        }
    }

    @Test("A place where nothing can be written is told of, also to root")
    func unwritable() async throws {
        try await withPlace { place in
            let error = try #require(try await problem(place.provider(workspaces: "/proc/workspaces")))
            #expect(error.path == "/proc/workspaces")
            #expect(!error.remedy.isEmpty)
        }
    }
}
