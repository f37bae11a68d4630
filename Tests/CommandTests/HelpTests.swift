import ArgumentParser
import Support
import Testing

@testable import berth

/// A command that does something, by the words that name it: `token create`.
struct Leaf: Sendable, CustomTestStringConvertible {
    let words: [String]
    let type: any ParsableCommand.Type

    var testDescription: String { words.joined(separator: " ") }

    static let all = beneath(Berth.self, [])

    private static func beneath(_ command: any ParsableCommand.Type, _ words: [String]) -> [Leaf] {
        let configuration = command.configuration
        let children = configuration.groupedSubcommands.flatMap(\.subcommands) + configuration.ungroupedSubcommands
        if children.isEmpty { return [Leaf(words: words, type: command)] }
        return children.flatMap { beneath($0, words + [$0._commandName]) }
    }

    /// The command lines in its help, without what follows in the shell or to the right.
    var examples: [[String]] {
        let lines = type.configuration.discussion.split(separator: "\n").filter { $0.hasPrefix("  berth ") }
        return lines.map { line in
            let command = line.drop { $0 == " " }.prefix { !"|<>#;".contains($0) }
            let typed = command.split(separator: "   ")[0]
            return typed.split(separator: " ").dropFirst().map { String($0).replacing("'", with: "") }
        }
    }
}

@Suite("Help and completion")
struct HelpTests {
    @Test("Every command says what it is, and teaches with an example of itself", arguments: Leaf.all)
    func teaches(leaf: Leaf) {
        #expect(leaf.type.configuration.abstract.hasSuffix("."))
        #expect(leaf.examples.contains { $0.starts(with: leaf.words) })
    }

    @Test("Every example in the help is a command line that berth understands", arguments: Leaf.all)
    func examplesAreTrue(leaf: Leaf) throws {
        for example in leaf.examples {
            #expect(throws: Never.self, "berth \(example.joined(separator: " "))") { try Berth.parseAsRoot(example) }
        }
    }

    @Test("Every listing can be written for programs", arguments: Leaf.all.filter { $0.words.last == "ls" })
    func listings(leaf: Leaf) throws {
        #expect(throws: Never.self) { try Berth.parseAsRoot(leaf.words + ["--output", "json"]) }
    }

    @Test("completion prints a script of each shell that knows the commands", arguments: ["bash", "zsh", "fish"])
    func scripts(shell: String) async throws {
        let ran = try await berth(["completion", shell], in: TestWorld(environment: [:]))
        #expect(ran.status == nil)
        #expect(ran.out.contains("launch") && ran.out.contains("no-wait"))
    }

    @Test("What is offered are plain words of the hub's, and nothing where no hub answers")
    func offered() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/profiles") { _ in .json("[]") }
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in
                .json("[\(Wire.server("gpu")),\(Wire.server()),\(Wire.server("$(id)"))]")
            }
            let context = TestWorld(hub: hub).context()
            #expect(await Completions.offered(in: context) { try await Completions.servers($0) } == ["gpu"])
            #expect(await Completions.offered(in: context) { try await Completions.profiles($0) } == [])
        }
        let nobody = TestWorld(environment: ["BERTH_URL": "http://127.0.0.1:1", "BERTH_TOKEN": "bth_x"])
        #expect(await Completions.offered(in: nobody.context()) { try await Completions.users($0) } == [])
        #expect(nobody.ran(nil).err.isEmpty)
    }
}
