import Accounts
import NIOHTTP1
import Servers
import Testing

@testable import Gateway

@Suite("What is believed of proxies in front")
struct TrustedProxyTests {
    private func proxies(_ ranges: [String] = ["10.0.0.0/8", "::1"]) -> TrustedProxies {
        TrustedProxies(ranges: ranges.compactMap { AddressBlock($0) }, isSecure: false)
    }

    private let told = head(
        .GET, "/hub/", host: "upstream:8000",
        [
            "X-Forwarded-For: 203.0.113.9, 198.51.100.7", "X-Forwarded-Proto: https",
            "X-Forwarded-Host: hub.example.com", "X-Request-Id: from-the-proxy.1",
        ])

    @Test("A proxy that is trusted tells client, host, scheme and the request's id", arguments: ["10.1.2.3", "::1"])
    func trusted(peer: String) {
        let arrival = proxies().arrival(told, from: peer)
        #expect(arrival.address == "198.51.100.7")
        #expect(arrival.head.headers["host"] == ["hub.example.com"])
        #expect(!arrival.isPlain)
        #expect(arrival.id == "from-the-proxy.1")
    }

    @Test("Nobody else is believed in anything", arguments: ["192.0.2.1", "11.0.0.1", "::2", "unknown"])
    func stranger(peer: String) {
        let arrival = proxies().arrival(told, from: peer)
        #expect(arrival.address == peer)
        #expect(arrival.head.headers["host"] == ["upstream:8000"])
        #expect(arrival.isPlain)
        #expect(arrival.id != "from-the-proxy.1" && !arrival.id.isEmpty)
    }

    @Test(
        "The client is the nearest that is not trusted itself",
        arguments: [
            ("203.0.113.9, 10.0.0.2", "203.0.113.9"), ("10.0.0.3, 10.0.0.2", "10.0.0.3"), ("", "10.1.2.3"),
            ("1.2.3.4, junk, 10.0.0.2", "10.0.0.2"), ("1.2.3.4, ::ffff:10.0.0.2", "1.2.3.4"), ("junk", "10.1.2.3"),
        ])
    func chain(sent: String, client: String) {
        let request = head(.GET, "/", host: "h", ["X-Forwarded-For: \(sent)"])
        #expect(proxies().arrival(request, from: "10.1.2.3").address == client)
    }

    @Test("A proxy that says nothing of the scheme is one that speaks TLS")
    func silent() {
        let cases: [(String?, Bool)] = [(nil, false), ("https", false), ("HTTP", true), ("ws", true), ("wss", false)]
        for (said, isPlain) in cases {
            let request = head(.GET, "/", host: "h", said.map { ["X-Forwarded-Proto: \($0)"] } ?? [])
            #expect(proxies().arrival(request, from: "::1").isPlain == isPlain)
        }
    }

    @Test("An id that is no word is not passed on", arguments: ["a b", "a\"b", "", String(repeating: "x", count: 129)])
    func ids(_ id: String) {
        let request = head(.GET, "/", host: "h", ["X-Request-Id: \(id)"])
        #expect(proxies().arrival(request, from: "::1").id != id)
    }

    @Test("Two hosts stay two, and are refused as such")
    func twoHosts() {
        let request = head(.GET, "/", host: "a", ["Host: b", "X-Forwarded-Host: c"])
        #expect(proxies().arrival(request, from: "::1").head.headers["host"] == ["a", "b"])
    }

    @Test("Every answer has the request's id; browsers are held to https only where the whole host is ours")
    func ownHeaders() throws {
        let cases: [(String, String, Bool)] = [
            ("https://hub.example.com", "hub.example.com", true),
            ("https://hub.example.com", "ada.nb.example.com", true),
            ("https://hub.example.com:8443", "hub.example.com:8443", false),
            ("https://example.com/berth", "example.com", false), ("http://hub.example.com", "hub.example.com", false),
        ]
        for (hub, host, isStrict) in cases {
            let scheme = hub.prefix { $0 != ":" }
            let origins = try Origins(hubURL: hub, notebookURL: "\(scheme)://{user}.nb.example.com")
            var headers: HTTPHeaders = ["X-Request-Id": "forged", "Strict-Transport-Security": "max-age=0"]
            headers.remove(name: "Strict-Transport-Security")
            OwnHeaders(arrived(head(.GET, "/", host: host)), origins).apply(to: &headers)
            #expect(headers["x-request-id"] == ["r1"])
            #expect(headers.contains(name: "strict-transport-security") == isStrict, "\(hub) \(host)")
        }
    }
}
