import Foundation
import Servers
import Testing

@Suite("Names and identifiers")
struct NameTests {
    @Test(
        "A user's name is normalised and kept",
        arguments: [
            ("ada", "ada"), ("Ada", "ada"), ("ADA.Lovelace@Example.ORG", "ada.lovelace@example.org"),
            ("9lives", "9lives"),
            ("a b", "a b"), ("a+(b)-c_d~", "a+(b)-c_d~"),
            (String(repeating: "x", count: 64), String(repeating: "x", count: 64)),
            ("a..b", "a..b"),
        ])
    func userName(raw: String, kept: String) throws {
        #expect(try UserName(raw).value == kept)
    }

    @Test(
        "A name that is no safe directory name is refused with what would be right",
        arguments: [
            "", " ", ".", "..", "../etc", ".hidden", "-rf", "~root", "a/b", "a\\b", "a ", " a", "a\u{0}b", "a\nb",
            "ünal",
            "u\u{308}nal", "ада", "a:b", "a\"b", "a'b", "a%2fb", "a\u{202E}b", String(repeating: "x", count: 65),
            "\u{212A}é",
        ])
    func notAUserName(raw: String) {
        let error = #expect(throws: InvalidValue.self) { try UserName(raw) }
        #expect(error?.field == "user")
        #expect(error?.description.contains("starting with a letter or digit") == true)
    }

    @Test("A name becomes one URL segment, with JupyterHub's safe characters as they are")
    func pathSegment() throws {
        #expect(try UserName("a b+c(d)@x~y").pathSegment == "a%20b%2Bc%28d%29@x~y")
    }

    @Test(
        "A server's name is short, lower case, and never a page of Jupyter",
        arguments: ["gpu", "a", "1-2", String(repeating: "z", count: 32)])
    func serverName(raw: String) throws {
        #expect(try ServerName(raw).value == raw)
        #expect(try ServerName(raw).isDefault == false)
    }

    @Test(
        "A bad server name is refused",
        arguments: [
            "GPU", "a/b", "..", "a b", "é", "a_b", "lab", "api", "tree", "hub", "user",
            String(repeating: "z", count: 33),
        ])
    func notAServerName(raw: String) {
        let error = #expect(throws: InvalidValue.self) { try ServerName(raw) }
        #expect(error?.field == "server")
    }

    @Test("The empty name is the default server's, however it is read")
    func emptyServerName() throws {
        #expect(
            try JSONDecoder().decode([ServerName].self, from: Data(#"["", "gpu"]"#.utf8)) == [
                .default, ServerName("gpu"),
            ])
        #expect(ServerName.default.isDefault)
        #expect(try ServerName("") == .default)
    }

    @Test("A key's path and full name are JupyterHub's")
    func keys() throws {
        let ada = try UserName("ada b")
        #expect(ServerKey(owner: ada).path == "/user/ada%20b/")
        #expect(try ServerKey(owner: ada, name: ServerName("gpu")).path == "/user/ada%20b/gpu/")
        #expect(ServerKey(owner: ada).description == "ada b/")
        #expect(try ServerKey(owner: ada, name: ServerName("gpu")).description == "ada b/gpu")
        #expect(try ServerKey(owner: ada) < ServerKey(owner: ada, name: ServerName("gpu")))
    }

    @Test("Random identifiers have their length and alphabet and do not repeat")
    func identifiers() {
        let ids = (0..<200).map { _ in ServerID.random(length: 12).value }
        #expect(Set(ids).count == 200)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz234567")
        #expect(ids.allSatisfy { id in id.count == 12 && id.allSatisfy { allowed.contains($0) } })
    }

    @Test("What was wrong is quoted, but never more than 100 characters of it")
    func longValue() throws {
        let error = #expect(throws: InvalidValue.self) { try UserName(String(repeating: "é", count: 5000)) }
        #expect(error?.value.count == 100)
    }
}
