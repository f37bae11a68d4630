import DockerEngine
import Foundation
import Servers
import Support
import Testing

@testable import DockerRuntime

@Suite("Logins for private registries")
struct RegistryTests {
    private static let file = #"""
        {"auths": {"registry.example:5000": {"auth": "YWRhOnNlOnNhbWU="},
          "https://index.docker.io/v1/": {"username": "ada", "password": "public"},
          "token.example": {"identitytoken": "t"}, "bad.example": {"auth": "bm9jb2xvbg=="}}}
        """#

    private func with<Result>(
        _ text: String = file, mode: Int = 0o600, _ body: (RegistryCredentials) throws -> Result
    ) throws -> Result {
        let path = NSTemporaryDirectory() + "registry-" + UUID().uuidString
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(RegistryCredentials(path: path))
    }

    @Test(
        "An image's registry tells which login is sent",
        arguments: [
            (
                "registry.example:5000/team/image:1",
                RegistryLogin(server: "registry.example:5000", user: "ada", password: "se:same")
            ),
            ("ada/image", RegistryLogin(server: "https://index.docker.io/v1/", user: "ada", password: "public")),
            ("image", RegistryLogin(server: "https://index.docker.io/v1/", user: "ada", password: "public")),
            ("token.example/image@sha256:0", RegistryLogin(server: "token.example", identityToken: "t")),
            ("other.example/image", nil), ("registry.example/team/image:1", nil),
        ])
    func logins(_ image: String, _ expected: RegistryLogin?) throws {
        #expect(try with { try $0.login(for: image) } == expected)
    }

    @Test("A file that is missing, open to others or not understood is told without its contents")
    func problems() throws {
        for (text, mode, told) in [
            (Self.file, 0o640, "chmod 600"), ("{\"auths\": [\"sesame\"]}", 0o600, "config.json"),
        ] {
            let error = #expect(throws: RuntimeError.self) { try with(text, mode: mode) { try $0.login(for: "x") } }
            guard case .lacking(let message) = error else { throw BrokenPromise(description: "not lacking") }
            #expect(message.contains(told) && !message.contains("sesame"))
        }
        #expect(throws: RuntimeError.self) { try with { try $0.login(for: "bad.example/x") } }
        #expect(throws: RuntimeError.self) { try RegistryCredentials(path: "/nowhere/at/all").login(for: "x") }
    }

    @Test("A login is in the header alone, and no description shows it")
    func header() async throws {
        let login = RegistryLogin(server: "registry.example", user: "ada", password: "sesame?>")
        #expect(!"\(login)".contains("sesame"))
        try await withStubEngine { engine in
            engine.on("POST", "/images/create") { _ in .json("{}") }
            try await withClient(engine.socketPath) { client in
                for try await _ in try await client.pullImage("registry.example/x", login: login) {}
            }
            let call = try #require(engine.calls.last)
            let sent = call.headers.first { $0.name.lowercased() == "x-registry-auth" }?.value ?? ""
            let json = sent.replacing("-", with: "+").replacing("_", with: "/")
            let fields = try JSONDecoder().decode([String: String].self, from: try #require(Data(base64Encoded: json)))
            #expect(fields == ["serveraddress": "registry.example", "username": "ada", "password": "sesame?>"])
            #expect(!call.uri.contains("sesame") && !call.bodyText.contains("sesame"))
        }
    }
}
