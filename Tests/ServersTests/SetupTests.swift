import Foundation
import Servers
import Support
import Testing

@Suite("What a profile gives")
struct SetupTests {
    @Test(
        "Entries that name groups are for their members only",
        arguments: [([], ["open"]), (["staff"], ["open", "staff"]), (["staff", "ml"], ["open", "staff", "ml"])])
    func groups(_ groups: [String], _ expected: [String]) {
        let names: [(String, Set<String>?)] = [
            ("open", nil), ("staff", ["staff"]), ("ml", ["ml", "ai"]), ("none", []),
        ]
        let setup = ContainerSetup(
            mounts: names.map { SharedMount(source: .path("/srv"), target: $0.0, groups: $0.1) },
            secrets: names.map { SecretFile(name: $0.0, groups: $0.1) })
        let granted = setup.granted(to: Set(groups))
        #expect(granted.mounts.map(\.target) == expected && granted.secrets.map(\.name) == expected)
    }

    @Test(
        "A range is IPv4 with nothing set behind its length",
        arguments: [
            ("10.0.0.0/8", "10.0.0.0/8"), ("192.0.2.7", "192.0.2.7/32"), ("128.0.0.0/1", "128.0.0.0/1"),
            ("10.0.0.1/8", nil), ("0.0.0.0/0", nil), ("10.0.0/8", nil), ("10.0.0.256", nil), ("10.0.0.0/33", nil),
            ("10.0.0.0/", nil), ("", nil), ("::1", nil), ("+1.0.0.0", nil), ("a.b.c.d", nil), ("10.0.0.0/8/8", nil),
        ])
    func ranges(_ text: String, _ expected: String?) {
        #expect(AddressRange(text)?.description == expected)
    }

    @Test("A policy is read back from its text", arguments: ["egress", "internal", "10.0.0.0/8,192.0.2.7/32"])
    func policies(_ text: String) {
        #expect(NetworkPolicy(text)?.description == text)
        #expect(NetworkPolicy(text + ",") == NetworkPolicy(text) || text.count < 10)
        #expect(NetworkPolicy("open") == nil && NetworkPolicy("") == nil)
    }

    @Test("A spec that an earlier version wrote is read, without setup and devices")
    func earlierSpec() throws {
        let spec = StoreSamples.spec(try StoreSamples.key("ada").owner)
        let data = try JSONEncoder().encode(spec)
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        object["setup"] = nil
        object["gpus"] = nil
        let earlier = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(ServerSpec.self, from: earlier) == spec)
    }
}
