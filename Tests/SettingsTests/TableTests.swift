import Foundation
import Testing

@testable import Settings

@Suite("The table of keys")
struct TableTests {
    @Test("The README's table is the code's")
    func readme() throws {
        let file = packageFolder.appending(path: "Sources/Settings/README.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex(of: "| key | default | what it is |"))
        let table = lines[start...].prefix { $0.hasPrefix("|") }.joined(separator: "\n")
        #expect(table == SettingsKey.markdownTable)
    }

    @Test("The table of profiles' keys is the code's")
    func profiles() throws {
        let file = packageFolder.appending(path: "profiles/README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("\n" + ProfileKey.markdownTable + "\n\n"))
    }

    @Test("Each key has its own flag and variable")
    func spellings() {
        #expect(SettingsKey.hubURL.flag == "--hub-url")
        #expect(SettingsKey.hubURL.environmentName == "BERTH_HUB_URL")
        #expect(Set(SettingsKey.allCases.map(\.flag)).count == SettingsKey.allCases.count)
    }

    @Test("Each key has a row of its own", arguments: SettingsKey.allCases)
    func rows(key: SettingsKey) {
        let others = SettingsKey.allCases.filter { $0 != key }
        #expect(!others.contains { $0.row.help == key.row.help })
    }

    @Test(
        "A misspelt key is told its neighbour",
        arguments: [
            ("state-dir", "state_dir"), ("STATE_DIR", "state_dir"), ("docker_sock", "docker_socket"),
            ("listn", "listen"),
        ])
    func hints(word: String, key: String) {
        #expect(nearest(word, among: SettingsKey.allCases.map(\.name)) == key)
    }

    @Test("A word like no key gets no hint")
    func noHint() {
        #expect(nearest("quota_of_everything", among: SettingsKey.allCases.map(\.name)) == nil)
    }
}
