import Testing

@testable import Settings

@Suite("Settings that mean something together")
struct CrossCheckTests {
    private let files: Set<String> = ["/c.pem", "/k.pem"]
    private let https = ["hub_url": "https://hub.example.com", "notebook_url": "https://{user}.nb.example.com"]

    @Test("Listening beyond loopback without TLS is refused", arguments: ["0.0.0.0:8000", "[::]:8000", "10.0.0.1:80"])
    func plainBeyondLoopback(listen: String) throws {
        let problems = try load(flags: ["listen": listen]).problems
        #expect(problems.count == 1)
        #expect(problems.first?.contains("without TLS") == true)
        #expect(problems.first?.contains("trusted_proxies") == true)
    }

    @Test("Listening on loopback needs no TLS", arguments: ["127.0.0.1:1", "127.8.8.8:80", "[::1]:80", "localhost:9"])
    func loopback(listen: String) throws {
        #expect(try load(flags: ["listen": listen]).problems == [])
    }

    @Test("Listening beyond loopback is allowed with TLS files, or a proxy that does TLS")
    func secureBeyondLoopback() throws {
        let around = surroundings(files: files)
        let tls = ["listen": "0.0.0.0:443", "tls_certificate": "/c.pem", "tls_key": "/k.pem"].merging(https) { $1 }
        let settings = try #require(try load(flags: tls, in: around).value)
        #expect(settings.tls == .init(certificate: "/c.pem", key: "/k.pem"))
        #expect(try load(flags: ["listen": "0.0.0.0:80", "trusted_proxies": "10.0.0.0/8"]).problems == [])
    }

    @Test(
        "A certificate without its key, and the other way round, is refused", arguments: ["tls_certificate", "tls_key"])
    func half(key: String) throws {
        let path = key == "tls_key" ? "/k.pem" : "/c.pem"
        let problems = try load(flags: [key: path], in: surroundings(files: files)).problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix("is missing; set both or none") == true)
    }

    @Test(
        "One origin for hub and notebooks is refused unless its risk is accepted",
        arguments: [
            ("http://localhost:8000", "http://localhost:8000/"), ("https://a.example.com", "https://A.example.com:443"),
        ])
    func oneOrigin(hub: String, notebook: String) throws {
        var flags = ["hub_url": hub, "notebook_url": notebook, "trusted_proxies": "127.0.0.1"]
        let problems = try load(flags: flags).problems
        #expect(problems.count == 1)
        #expect(problems.first?.contains("one_origin: accepted") == true)
        flags["one_origin"] = "accepted"
        #expect(try load(flags: flags).value?.oneOriginAccepted == true)
    }

    @Test("Another port or host for all owners is another origin")
    func twoOrigins() throws {
        for notebook in ["http://localhost:8001", "http://127.0.0.1:8000"] {
            let settings = try #require(try load(flags: ["notebook_url": notebook]).value)
            #expect(settings.notebookURL.address(label: "ada").description == notebook)
        }
    }

    @Test("https in the URLs needs somebody who speaks it, and files to speak it need https in the URLs")
    func schemes() throws {
        #expect(try load(flags: https).problems.count == 1)
        #expect(try load(flags: https.merging(["trusted_proxies": "127.0.0.1, ::1"]) { $1 }).problems == [])
        let tls = ["tls_certificate": "/c.pem", "tls_key": "/k.pem"]
        #expect(try load(flags: https.merging(tls) { $1 }, in: surroundings(files: files)).problems == [])
        #expect(try load(flags: tls, in: surroundings(files: files)).problems.count == 1)
        let mixed = ["hub_url": "http://hub.example.com", "notebook_url": "https://{user}.nb.example.com"]
        #expect(try load(flags: mixed).problems.count == 1)
    }

    @Test("Notebooks are below the hub's path, whether they say it or not, and below no other")
    func basePath() throws {
        let hub = "https://example.com/berth"
        let flags = https.merging(["hub_url": hub, "trusted_proxies": "127.0.0.1"]) { $1 }
        for (notebook, problems) in [
            ("https://{user}.nb.example.com", 0), ("https://{user}.nb.example.com/berth/", 0),
            ("https://{user}.nb.example.com/other", 1), ("https://{user}.nb.example.com/Berth", 1),
        ] {
            #expect(try load(flags: flags.merging(["notebook_url": notebook]) { $1 }).problems.count == problems)
        }
        #expect(try load(flags: ["notebook_url": "http://nb.example.com/berth"]).problems.count == 1)
        #expect(try load(flags: flags.merging(["hub_url": hub + "/"]) { $1 }).value?.hubURL.description == hub)
    }

    @Test("A hub inside the owners' own names is refused")
    func hubAmongOwners() throws {
        let notebook = "https://{user}.example.com"
        let flags = ["hub_url": "https://hub.example.com", "notebook_url": notebook, "trusted_proxies": "::1"]
        #expect(try load(flags: flags).problems.count == 1)
        #expect(try load(flags: https.merging(["trusted_proxies": "::1"]) { $1 }).problems == [])
    }

    @Test("A hub URL with another port than the listener's is fine: a proxy may be in front")
    func proxyPort() throws {
        #expect(try load(flags: ["listen": "127.0.0.1:9000"]).problems == [])
    }
}
