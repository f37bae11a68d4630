import Foundation
import Testing

struct SourceTests {
    static var sources: [SourceTree.File] { get throws { try SourceTree.swiftFiles(below: "Sources") } }

    @Test("Only SQLiteStore knows SQL")
    func onlyOneModuleKnowsSQL() throws {
        let statement =
            /(?:SELECT\s.*\sFROM|INSERT\s(?:OR\s\w+\s)?INTO|UPDATE\s\w+\sSET|DELETE\sFROM|CREATE\s(?:TABLE|INDEX|TRIGGER)|PRAGMA)\s/
        let words = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "PRAGMA "]
        for file in try Self.sources where file.module != "SQLiteStore" {
            for (number, line) in file.lines.enumerated() where words.contains(where: line.contains) {
                #expect(line.firstMatch(of: statement) == nil, "\(file.path):\(number + 1) is SQL")
            }
            #expect(!SourceTree.imports(of: file).contains { $0.module == "GRDB" }, "\(file.path) imports GRDB")
        }
    }

    @Test(
        "No source escapes the compiler's checks or traps",
        arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "try!", "as!", "fatalError(", "preconditionFailure("])
    func noEscapes(escape: String) throws {
        for file in try Self.sources where file.text.contains(escape) {
            for (number, line) in file.lines.enumerated() {
                #expect(!contains(line, escape), "\(file.path):\(number + 1) has \(escape)")
            }
        }
    }

    @Test("Nothing runs Docker's command line")
    func nothingRunsDocker() throws {
        for file in try Self.sources {
            #expect(!file.text.contains("/usr/bin/docker"), "\(file.path)")
            #expect(file.text.firstMatch(of: /find\("docker"\)/) == nil, "\(file.path)")
        }
    }

    @Test("No file is longer than 400 lines", arguments: ["Sources", "Tests"])
    func filesAreShort(folder: String) throws {
        let files = try SourceTree.swiftFiles(below: folder)
        #expect(files.count > 10)
        for file in files {
            let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
            #expect(count <= 400, "\(file.path) has \(count) lines")
        }
    }

    @Test("Every module says in a README what it is", arguments: walls.keys.sorted() + [compositionRoot])
    func modulesHaveReadmes(module: String) throws {
        let path = "Sources/\(module)/README.md"
        try #require(SourceTree.exists(path), "\(path) is missing")
        let text = try String(contentsOf: SourceTree.root.appending(path: path), encoding: .utf8)
        #expect(text.hasPrefix("# "), "\(path) has no title")
        #expect(text.split(separator: "\n").count >= 3, "\(path) says nothing")
    }

    @Test("The top level is the package, its sources and tests, images, profiles, scripts, and two texts")
    func topLevel() throws {
        let agreed: Set<String> = [
            "Package.swift", "Sources", "Tests", "images", "profiles", "scripts", "README.md", "LICENSE",
        ]
        // SwiftPM writes Package.resolved beside the manifest, whose exact versions make it superfluous.
        let found = Set(try SourceTree.names()).filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
        #expect(found == agreed)
    }

    /// Whether `line` has `word`, and not as the end of a longer word: `as!` is not in `has!`.
    private func contains(_ line: Substring, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }
}
