import Accounts
import Foundation
import Servers
import Testing

@Suite("Secrets and keys")
struct SecretTests {
    @Test("A secret is 256 fresh bits in 43 safe characters after its prefix")
    func fresh() {
        let secrets = (0..<100).map { _ in Secret(prefix: "bth_").text }
        #expect(Set(secrets).count == 100)
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        #expect(secrets.allSatisfy { $0.hasPrefix("bth_") && $0.count == 47 && $0.allSatisfy { allowed.contains($0) } })
    }

    @Test("What is stored is its SHA-256, and it never shows itself")
    func hash() {
        let secret = Secret(received: "abc")
        #expect(secret.hash.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect("\(secret)" == "(secret)")
        #expect(String(reflecting: secret).contains("abc") == false)
        #expect(String(describing: [secret]).contains("abc") == false)
    }

    @Test("URL-safe Base64 is read back, whatever the length", arguments: 0...9)
    func base64(length: Int) {
        let data = Data((0..<length).map { UInt8(255 - $0) })
        #expect(Data(base64URL: data.base64URL) == data)
        #expect(!data.base64URL.contains { "+/=".contains($0) })
    }

    @Test("What is not Base64 is nil", arguments: ["a", "é", "****", "ab=c"])
    func notBase64(text: String) {
        #expect(Data(base64URL: text) == nil)
    }

    @Test("A notebook's token is the same for one generation and no other")
    func notebookToken() {
        let key = KeyRing.makeInstanceKey()
        let ring = KeyRing(instanceKey: key)
        let (server, other) = (ServerID("aaaa"), ServerID("aaa"))
        let tokens = [
            ring.notebookToken(server: server, generation: 1), ring.notebookToken(server: server, generation: 2),
            ring.notebookToken(server: other, generation: 1),
            KeyRing(instanceKey: KeyRing.makeInstanceKey()).notebookToken(server: server, generation: 1),
        ]
        #expect(Set(tokens).count == 4)
        #expect(tokens.allSatisfy { $0.count == 64 })
        #expect(KeyRing(instanceKey: key).notebookToken(server: server, generation: 1) == tokens[0])
        #expect(ring.originKey.count == 32)
        #expect(ring.originKey == KeyRing(instanceKey: key).originKey)
        #expect(ring.originKey != key)
    }
}
