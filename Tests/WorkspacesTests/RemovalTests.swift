import Foundation
import Servers
import Testing

@testable import Workspaces

@Suite("Putting workspaces aside and purging them")
struct RemovalTests {
    private let name = "ada-20000-1"

    @Test("A workspace is put aside whole, once, and the next of that name begins afresh")
    func retire() async throws {
        try await withPlace { place in
            let ada = try UserName("ada")
            #expect(try await place.provider().retire(ada, as: name) == nil)
            let made = try await place.provider().prepare(server("ada")).workspace
            try Data("kept".utf8).write(to: URL(filePath: made + "/file"))
            let kept = try #require(try await place.provider().retire(ada, as: name))
            #expect(try String(contentsOfFile: kept + "/file", encoding: .utf8) == "kept")
            #expect(try await place.provider().retire(ada, as: name) == kept)
            let again = try await place.provider().prepare(server("ada")).workspace
            #expect(try names(again) == ["notebooks"])
        }
    }

    @Test("A purge removes a deep, hostile tree and nothing that its links point to")
    func purge() async throws {
        try await withPlace { place in
            let ada = try UserName("ada")
            let made = try await place.provider().prepare(server("ada")).workspace
            let outside = place.base + "/outside"
            try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
            try Data("precious".utf8).write(to: URL(filePath: outside + "/file"))
            _ = symlink(outside, made + "/link")
            _ = link(outside + "/file", made + "/hard")
            // Deeper than any path may be long, made step by step.
            var descriptor = open(made, O_RDONLY | O_DIRECTORY)
            for _ in 0..<3000 {
                #expect(mkdirat(descriptor, "down", 0o700) == 0)
                let next = openat(descriptor, "down", O_RDONLY | O_DIRECTORY)
                close(descriptor)
                descriptor = next
            }
            _ = symlinkat(outside, descriptor, "link")
            close(descriptor)
            #expect(mkdir(made + "/closed", 0o700) == 0 && mkdir(made + "/closed/inner", 0o000) == 0)
            #expect(chmod(made + "/closed", 0o000) == 0)
            let odd: [CChar] = [46, -1, -2, 10, 0]
            descriptor = open(made, O_RDONLY | O_DIRECTORY)
            #expect(mkdirat(descriptor, odd, 0o700) == 0)
            close(descriptor)
            _ = try await place.provider().retire(ada, as: name)
            try await place.provider().purge(retired: name)
            try await place.provider().purge(retired: name)
            let aside = place.base + "/workspaces/.removed"
            #expect(try FileManager.default.contentsOfDirectory(atPath: aside).isEmpty)
            #expect(try String(contentsOfFile: outside + "/file", encoding: .utf8) == "precious")
        }
    }

    @Test("A link in a workspace's place is put aside as the link it is, and purged as that")
    func linkInPlace() async throws {
        try await withPlace { place in
            let outside = place.base + "/outside"
            try FileManager.default.createDirectory(atPath: outside + "/inner", withIntermediateDirectories: true)
            _ = try await place.provider().prepare(server("bob"))
            _ = symlink(outside, place.base + "/workspaces/ada")
            _ = try await place.provider().retire(UserName("ada"), as: name)
            try await place.provider().purge(retired: name)
            #expect(FileManager.default.fileExists(atPath: outside + "/inner"))
            #expect(!FileManager.default.fileExists(atPath: place.base + "/workspaces/ada"))
        }
    }
}
