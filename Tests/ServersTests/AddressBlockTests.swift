import Servers
import Testing

@Suite("Address blocks and base paths")
struct AddressBlockTests {
    @Test(
        "A block holds the addresses that share its leading bits",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.4", false), ("192.168.4.0/22", "192.168.7.255", true),
            ("192.168.4.0/22", "192.168.8.0", false), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
            ("::/0", "8.8.8.8", true), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true), ("10.9.9.9/8", "10.0.0.1", true), ("10.0.0.0/8", "ten", false),
        ])
    func contains(_ block: String, _ address: String, _ isIn: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(address) == isIn)
    }

    @Test(
        "What is no block is none",
        arguments: [
            "", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "localhost", "10.0.0.0/8/8", "[::1]",
        ])
    func refused(_ text: String) { #expect(AddressBlock(text) == nil) }

    @Test(
        "A base path is plain segments, and none of what comes below it",
        arguments: [
            ("", ""), ("/", ""), ("/berth", "/berth"), ("/a/B-1._~/", "/a/B-1._~"), ("/hubs", "/hubs"),
            ("berth", nil), ("/hub", nil), ("/a/hub/", nil), ("/user", nil), ("//", nil), ("/a//b", nil),
            ("/..", nil), ("/a/./b", nil), ("/%61", nil), ("/a b", nil), ("/ä", nil), ("/a?b", nil),
        ])
    func basePaths(_ text: String, _ value: String?) { #expect(BasePath(text)?.value == value) }
}
