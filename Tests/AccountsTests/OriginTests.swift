import Accounts
import Foundation
import Servers
import Testing

@Suite("Origins, tickets and passes")
struct OriginTests {
    private func origins(_ hub: String = "http://localhost:8000", _ notebooks: String = "http://{user}.localhost:8000")
        throws -> Origins
    {
        try Origins(hubURL: hub, notebookURL: notebooks)
    }

    @Test("Each owner has an origin of their own, told by the template")
    func perOwner() throws {
        let origins = try origins()
        #expect(origins.hub.description == "http://localhost:8000")
        #expect(origins.isPerOwner)
        #expect(origins.notebooks(of: try UserName("ada")).description == "http://ada.localhost:8000")
        #expect(origins.notebooks(of: try UserName("a.b@c")).host == "a-2eb-40c.localhost:8000")
    }

    @Test("The scheme's own port is not in an origin, and a host is lower case")
    func ports() throws {
        let origins = try origins("https://Hub.Example.com:443/", "https://{user}.nb.example.com")
        #expect(origins.hub == Origins.Origin(scheme: "https", host: "hub.example.com"))
        #expect(origins.hub.isSecure)
        #expect(origins.notebooks(of: try UserName("ada")).description == "https://ada.nb.example.com")
        #expect(try self.origins("http://h:443").hub.host == "h:443")
    }

    @Test("One origin for all owners is told apart from one for each")
    func shared() throws {
        let origins = try origins("http://localhost:8000", "http://localhost:8001")
        #expect(!origins.isPerOwner)
        #expect(origins.notebooks(of: try UserName("ada")).host == "localhost:8001")
    }

    @Test("The hub's path is what everything is below, on notebook origins too, said again or not")
    func basePath() throws {
        let ada = ServerKey(owner: try UserName("ada"))
        for notebooks in ["https://{user}.nb.example.com", "https://{user}.nb.example.com/Berth/"] {
            let origins = try origins("https://Example.com/Berth/", notebooks)
            #expect(origins.hub.description == "https://example.com")
            #expect(origins.base.value == "/Berth")
            #expect(origins.url("/hub/home") == "https://example.com/Berth/hub/home")
            #expect(origins.path("/hub/home") == "/Berth/hub/home")
            #expect(origins.url(of: ada) == "https://ada.nb.example.com/Berth/user/ada/")
        }
        let other = #expect(throws: InvalidValue.self) { try origins("https://a/berth", "https://b/other") }
        #expect(other?.field == "notebook_url")
        #expect(try origins().path(of: ada) == "/user/ada/")
    }

    @Test("Our cookies are for the base path, and for the whole host where their name asks for it")
    func cookiePath() throws {
        #expect(try origins().cookiePath == "/")
        #expect(try origins("http://localhost:8000/berth").cookiePath == "/berth/")
        #expect(try origins("https://example.com/berth", "https://{user}.nb.example.com").cookiePath == "/")
    }

    @Test(
        "What is no origin is refused by its setting's name",
        arguments: [
            "", "localhost:8000", "ftp://x", "http://", "http://x/hub", "http://x/a//b", "http://x/%61",
            "http://x/../y", "http://x?q", "http://u@x",
            "javascript:alert(1)", "http://x#f",
        ])
    func refused(text: String) {
        #expect(throws: InvalidValue.self) { try origins(text) }
        let error = #expect(throws: InvalidValue.self) { try origins("http://localhost", text) }
        #expect(error?.field == "notebook_url")
    }

    @Test("No two users share a label, and every label is one of DNS")
    func labels() throws {
        let long = String(repeating: "x", count: 63)
        let names = [
            "ada", "a.b", "a-b", "a_b", "a b", "a-2eb", "a--b", "a2eb", "0", long + "y", long + "z",
            "x" + String(repeating: ".", count: 63),
            String(repeating: "x", count: 50), String(repeating: "x", count: 51), "a@b.c", "a~", "a-", "a+",
        ]
        let labels = try names.map { Origins.label(of: try UserName($0)) }
        #expect(Set(labels).count == names.count)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        for label in labels {
            #expect(label.count <= 63 && label.allSatisfy { allowed.contains($0) }, "\(label)")
            #expect(!label.hasPrefix("-") && !label.hasSuffix("-"), "\(label)")
        }
    }

    private func ticket() throws -> Ticket {
        Ticket(
            id: "once", session: SessionID("s"), user: try UserName("ada"),
            server: ServerKey(owner: try UserName("bob")),
            host: "bob.localhost:8000", issuedAt: Timestamp(microseconds: 1_000_000),
            sessionExpiresAt: Timestamp(microseconds: 99_000_000))
    }

    private func pass() throws -> OriginPass {
        OriginPass(
            session: SessionID("s"), user: try UserName("ada"), owner: try UserName("bob"), host: "bob.localhost:8000",
            expiresAt: Timestamp(microseconds: 99_000_000))
    }

    @Test("A ticket lives thirty seconds; ticket and pass are read back as they were sealed")
    func sealed() throws {
        let seal = OriginSeal(key: Data(repeating: 7, count: 32))
        #expect(try ticket().expiresAt == Timestamp(microseconds: 31_000_000))
        #expect(seal.ticket(seal.seal(try ticket())) == (try ticket()))
        #expect(seal.pass(seal.seal(try pass())) == (try pass()))
    }

    @Test("A ticket is never taken for a pass, nor one of another key for ours")
    func mixedUp() throws {
        let seal = OriginSeal(key: Data(repeating: 7, count: 32))
        let other = OriginSeal(key: Data(repeating: 8, count: 32))
        let text = seal.seal(try ticket())
        #expect(seal.pass(text) == nil)
        #expect(seal.pass("p" + text.dropFirst()) == nil)
        #expect(seal.ticket(seal.seal(try pass())) == nil)
        #expect(other.ticket(text) == nil)
    }

    @Test("No byte of a sealed text can be changed, cut or added")
    func tampered() throws {
        let seal = OriginSeal(key: Data(repeating: 7, count: 32))
        let text = seal.seal(try pass())
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(seal.pass(changed)?.user != (try pass().user) || changed == text, "\(changed)")
        }
        for wrong in [
            "", ".", "..", "p..", text + ".", text + ".x", String(text.dropLast()), "p." + text,
            String(repeating: "p", count: 5000),
        ] {
            #expect(seal.pass(wrong) == nil)
        }
    }
}
