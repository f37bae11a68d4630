import Foundation
import HubAPI
import Testing

@testable import berth

@Suite("Which hub, and as whom")
struct CredentialsTests {
    /// A home directory with a credentials file.
    private func withHome<Result>(
        _ text: String?, mode: Int = 0o600, _ body: (String) throws -> Result
    ) throws -> Result {
        let home = NSTemporaryDirectory() + "/berth-home-\(UUID().uuidString)"
        let folder = home + "/.config/berth"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        if let text {
            let path = folder + "/credentials.json"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        return try body(home)
    }

    private static let file = #"{"url":"http://localhost:9000/","token":"from-file"}"#

    @Test(
        "A flag goes over the environment, which goes over the file, which goes over the default",
        arguments: [
            (CredentialsChoice(), [:], "http://localhost:9000", "from-file"),
            (CredentialsChoice(), ["BERTH_TOKEN": "env"], "http://localhost:9000", "env"),
            (
                CredentialsChoice(), ["BERTH_URL": "https://b.example", "BERTH_TOKEN": "env"], "https://b.example",
                "env"
            ),
            (
                CredentialsChoice(url: "https://c.example"), ["BERTH_URL": "https://b.example", "BERTH_TOKEN": "env"],
                "https://c.example", "env"
            ),
            (CredentialsChoice(), ["BERTH_URL": "", "BERTH_TOKEN": ""], "http://localhost:9000", "from-file"),
            (CredentialsChoice(url: "http://localhost:9000/hub/api"), [:], "http://localhost:9000", "from-file"),
            (
                CredentialsChoice(url: "https://c.example/berth/hub/"), ["BERTH_TOKEN": "env"],
                "https://c.example/berth", "env"
            ),
        ] as [(CredentialsChoice, [String: String], String, String)])
    func precedence(choice: CredentialsChoice, environment: [String: String], url: String, token: String) throws {
        try withHome(Self.file) { home in
            let (found, warnings) = try HubCredentials.find(choice, environment: environment, home: home)
            #expect(found.address.base == url)
            #expect(found.token == token)
            #expect(warnings.isEmpty)
        }
    }

    @Test("A token in the file is never sent to another hub than the file's own")
    func otherHub() throws {
        try withHome(Self.file) { home in
            let (found, warnings) = try HubCredentials.find(
                CredentialsChoice(url: "https://evil.example"), environment: [:], home: home)
            #expect(found.token == nil)
            #expect(warnings.contains { $0.contains("another hub") })
        }
    }

    @Test("Without a file the hub is this machine's, and there is no token")
    func nothing() throws {
        try withHome(nil) { home in
            let (found, _) = try HubCredentials.find(CredentialsChoice(), environment: [:], home: home)
            #expect(found.address.base == "http://localhost:8000")
            #expect(found.token == nil)
        }
    }

    @Test("A file that others may read is used with a warning", arguments: [0o644, 0o640, 0o666])
    func modes(mode: Int) throws {
        try withHome(Self.file, mode: mode) { home in
            let (found, warnings) = try HubCredentials.find(CredentialsChoice(), environment: [:], home: home)
            #expect(found.token == "from-file")
            #expect(warnings.count == 1 && warnings[0].contains("chmod 600"))
        }
    }

    @Test("A file that is not JSON is an error that says what belongs there")
    func broken() throws {
        try withHome("token=x") { home in
            _ = #expect(throws: CommandFailure.self) {
                try HubCredentials.find(CredentialsChoice(), environment: [:], home: home)
            }
        }
    }

    @Test("A token over plain HTTP to another machine is warned about, this machine's is not")
    func exposed() throws {
        let plain = ["BERTH_URL": "http://hub.example", "BERTH_TOKEN": "t"]
        let (_, warnings) = try HubCredentials.find(CredentialsChoice(), environment: plain, home: "/nonexistent")
        #expect(warnings.contains { $0.contains("https") })
        let local = ["BERTH_URL": "http://127.0.0.1:8000", "BERTH_TOKEN": "t"]
        #expect(try HubCredentials.find(CredentialsChoice(), environment: local, home: "/nonexistent").warnings.isEmpty)
    }

    @Test(
        "Addresses that are none are refused",
        arguments: ["localhost:8000", "ftp://x", "http://", "http://u:p@h", "http://h?x=1", ""])
    func addresses(text: String) {
        #expect(throws: HubError.self) { try HubAddress(text) }
    }

    @Test("A token with a line end in it is refused before anything is sent", arguments: ["a\nb", "", "a b", "é"])
    func tokens(token: String) throws {
        let address = try HubAddress("http://localhost:1")
        #expect(throws: HubError.self) { try HubClient(address: address, token: token) }
    }
}
