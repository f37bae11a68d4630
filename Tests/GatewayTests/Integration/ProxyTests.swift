import Accounts
import Foundation
import GatewayControl
import Logging
import NIOCore
import NIOHTTP1
import Servers
import Testing

@testable import Gateway

@Suite("The proxy, with real sockets", .timeLimit(.minutes(1)))
struct ProxyTests {
    @Test("Requests reach the container with its token, on one connection each side")
    func keepAlive() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                let first = try await client.ask("GET", "/user/ada/a?x=1", host: rig.ada, [rig.cookie + "; own=1"])
                #expect(first.status == 200)
                #expect(first.text.hasPrefix("GET /user/ada/a?x=1\n"))
                #expect(first.text.contains("Authorization: token jupyter\n"))
                #expect(first.text.contains("Cookie: own=1\n"))
                #expect(first.text.contains("Host: \(rig.ada)\n"))
                #expect(!first.headers.contains(name: "Set-Cookie"))
                #expect(!first.headers.contains(name: "Service-Worker-Allowed"))
                let second = try await client.ask("HEAD", "/user/ada/b", host: rig.ada, [rig.cookie])
                #expect(second.headers["x-connection"] == first.headers["x-connection"])
                let hub = try await client.ask("GET", "/hub/x", host: rig.hub, ["Berth-Verdict: login"])
                #expect(hub.text.contains("Berth-Origin: hub\n"))
                #expect(!hub.text.contains("Berth-Verdict"))
                let third = try await client.ask("GET", "/user/ada/c", host: rig.ada, [rig.cookie])
                #expect(third.text.hasPrefix("GET /user/ada/c\n"))
            }
        }
    }

    @Test("Pipelined requests are answered in order")
    func pipelining() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                try await client.request("GET", "/user/ada/a", host: rig.ada, [rig.cookie])
                try await client.request("GET", "/", host: rig.hub)
                try await client.request("GET", "/user/ada/c", host: rig.ada, [rig.cookie])
                #expect(try await client.answer().text.hasPrefix("GET /user/ada/a\n"))
                #expect(try await client.answer().headers["location"] == ["/hub/"])
                #expect(try await client.answer().text.hasPrefix("GET /user/ada/c\n"))
            }
        }
    }

    @Test("20 MiB go through whole, both ways, and a 100 comes first when asked for")
    func streaming() async throws {
        try await Rig.with { rig in
            let down = try await rig.ask("GET", "/user/ada/big", [rig.cookie])
            #expect(down.body.readableBytes == 20 << 20)
            try await Client.with(port: rig.port) { client in
                let lines = [rig.cookie, rig.origin, "Content-Length: \(20 << 20)", "Expect: 100-continue"]
                try await client.request("PUT", "/user/ada/api/contents/count", host: rig.ada, lines)
                #expect(try await client.answer().status == 100)
                let piece = ByteBuffer(repeating: 7, count: 1 << 20)
                for _ in 0..<20 { try await client.send(piece) }
                #expect(try await client.answer().text == "\(20 << 20)")
            }
            var reports = rig.activity.makeAsyncIterator()
            #expect(await reports.next()?.map(\.key) == [rig.samples.route.key])
        }
    }

    @Test("What people did is told when it is asked for, and noted once that has returned")
    func gathered() async throws {
        try await Rig.with(reports: .seconds(3600)) { rig in
            var reports = rig.activity.makeAsyncIterator()
            for _ in 0..<2 {
                let saved = try await rig.ask(
                    "PUT", "/user/ada/api/contents/count",
                    [
                        rig.cookie, rig.origin, "Content-Length: 0",
                    ])
                #expect(saved.status == 200)
                await rig.link.gatherActivity()
                #expect(await reports.next()?.map(\.key) == [rig.samples.route.key])
            }
            await rig.link.gatherActivity()
        }
    }

    @Test("Without a gateway there is nothing to gather")
    func gatheredFromNobody() async throws {
        try await Rig.with(attach: false) { await $0.link.gatherActivity() }
    }

    @Test("A container that does not answer is a verdict for serve")
    func deadContainer() async throws {
        try await Rig.with { rig in
            let broken = try await rig.ask("POST", "/user/ada/die", [rig.cookie, rig.origin, "Content-Length: 0"])
            #expect(broken.text.contains("Berth-Verdict: unreachable\n"))
            #expect(broken.text.contains("Berth-Server: ada/\n"))
            await rig.container.stop()
            let dead = try await rig.ask("GET", "/user/ada/x", [rig.cookie])
            #expect(dead.text.contains("Berth-Verdict: unreachable\n"))
        }
    }

    @Test("Without serve there is a page or JSON, after a moment's wait, and servers go on")
    func noHub() async throws {
        try await Rig.with(hub: false) { rig in
            let page = try await rig.ask("GET", "/hub/home", host: rig.hub, ["Accept: text/html"])
            #expect(page.status == 503)
            #expect(page.text.hasPrefix("<!doctype html>"))
            #expect(page.headers.contains(name: "Retry-After"))
            let json = try await rig.ask("GET", "/user/ada/x")
            #expect(json.status == 403)
            #expect(json.text.contains(#""code":"login_required""#))
            #expect(try await rig.ask("GET", "/user/ada/x", [rig.cookie]).status == 200)
        }
    }

    @Test("A request that serve's absence holds is answered when it comes back")
    func hubReturns() async throws {
        try await Rig.with(hub: false) { rig in
            async let answer = rig.ask("GET", "/hub/home", host: rig.hub)
            let serve = try await StubBackend.start(socketPath: rig.hubPath)
            #expect(try await answer.status == 200)
            await serve.stop()
        }
    }

    @Test("Before any attach servers are held, then refused")
    func notAttached() async throws {
        try await Rig.with(attach: false) { rig in
            let answer = try await rig.ask("GET", "/user/ada/x", [rig.cookie])
            #expect(answer.status == 503)
        }
    }

    @Test("Tokens work at the hub's host; strangers' do not")
    func tokens() async throws {
        try await Rig.with { rig in
            let good = try await rig.ask("GET", "/user/ada/x", host: rig.hub, ["Authorization: token bth_adas"])
            #expect(good.text.contains("Authorization: token jupyter\n"))
            let bad = try await rig.ask("GET", "/user/ada/x", host: rig.hub, ["Authorization: token bth_other"])
            #expect(bad.text.contains("Berth-Verdict: forbidden\n"))
            await rig.link.revoke(.token(TokenID("a1")))
            let late = try await rig.ask("GET", "/user/ada/x", host: rig.hub, ["Authorization: token bth_adas"])
            #expect(late.text.contains("Berth-Verdict: forbidden\n"))
        }
    }

    @Test("A ticket becomes a cookie, once")
    func ticket() async throws {
        try await Rig.with { rig in
            let ticket = rig.samples.seal.seal(rig.samples.ticket(at: Timestamp(Date())))
            let uri = "/.berth/enter?ticket=\(ticket)&next=%2Fuser%2Fada%2Flab"
            let first = try await rig.ask("GET", uri)
            #expect(first.status == 302)
            #expect(first.headers["location"] == ["/user/ada/lab"])
            let cookie = try #require(first.headers.first(name: "set-cookie"))
            #expect(cookie.hasSuffix("; HttpOnly; SameSite=Lax"))
            let pair = cookie.prefix { $0 != ";" }
            #expect(try await rig.ask("GET", "/user/ada/lab", ["Cookie: \(pair)"]).status == 200)
            #expect(try await rig.ask("GET", uri).text.contains("Berth-Verdict: badTicket\n"))
        }
    }

    @Test("Wrong hosts, other origins and bad requests are refused at the door")
    func refusals() async throws {
        try await Rig.with { rig in
            #expect(try await rig.ask("GET", "/hub/", host: "evil.example").status == 421)
            let cross = try await rig.ask(
                "POST", "/user/ada/x", [rig.cookie, "Origin: http://localhost:8000", "Content-Length: 0"])
            #expect(cross.text.contains("Berth-Verdict: crossOrigin\n"))
            #expect(try await rig.ask("GET", "/user/ada/x", ["Transfer-Encoding: xchunked"]).status == 501)
            #expect(try await rig.ask("GET", "/hub/", ["X: \(String(repeating: "a", count: 40_000))"]).status == 431)
        }
    }

    @Test("A port in use and a taken control socket say what to do")
    func taken() async throws {
        try await Rig.with { rig in
            var configuration = GatewayConfiguration(
                listenHost: "127.0.0.1", listenPort: rig.port, origins: rig.samples.origins, hubSocketPath: rig.hubPath,
                controlSocketPath: rig.directory + "/gateway.sock", version: "test")
            await #expect(throws: GatewayError.addressInUse("127.0.0.1:\(rig.port)")) {
                try await GatewayServer(configuration: configuration, logger: .init(label: "test")).run()
            }
            configuration.listenPort = 0
            await #expect(throws: GatewayError.controlSocketTaken(configuration.controlSocketPath)) {
                try await GatewayServer(configuration: configuration, logger: .init(label: "test")).run()
            }
            configuration.listenHost = "0.0.0.0"
            await #expect(throws: GatewayError.plainTextBeyondLoopback("0.0.0.0:0")) {
                try await GatewayServer(configuration: configuration, logger: .init(label: "test")).run()
            }
            let mode = try FileManager.default.attributesOfItem(atPath: rig.directory + "/gateway.sock")[
                .posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }
}
