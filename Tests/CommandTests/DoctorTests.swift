import Foundation
import Support
import Testing

@testable import berth

@Suite("berth doctor")
struct DoctorTests {
    private static func health(isReady: Bool) -> String {
        #"{"live":true,"ready":\#(isReady),"engine":{"state":"ok","name":"Docker 20.10","problem":"no socket"}}"#
    }

    @Test("When all is well every line is ok and it exits with 0")
    func well() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/health") { _ in .json(Self.health(isReady: true)) }
            let ran = try await berth("doctor", "--client", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.lines.count == 3)
            #expect(ran.lines.allSatisfy { $0.hasPrefix("ok    ") })
            #expect(ran.lines.last == "ok    credentials    ada, an admin (token from $BERTH_TOKEN)")
        }
    }

    @Test("A hub whose engine is away fails and says what to do")
    func engineAway() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/health") { _ in .json(Self.health(isReady: false)) }
            let ran = try await berth("doctor", "--client", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.out.contains("fail  hub            lives, but its engine does not answer: no socket\n"))
            #expect(ran.out.contains("Start the Docker Engine"))
        }
    }

    @Test("What the hub says of its parts to an admin is a line each, with what to do; what is well is none")
    func parts() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            let checks = #"""
                {"live":true,"ready":false,"draining":true,"engine":{"state":"ok","name":"Docker"},"checks":[
                {"part":"engine","verdict":"ok","problem":null,"remedy":null},
                {"part":"profiles","verdict":"warn","problem":"line 3","remedy":"'berth profiles check'"},
                {"part":"gateway","verdict":"fail","problem":"none is attached","remedy":"See its log"}]}
                """#
            hub.on("GET", "/hub/health") { _ in .json(checks) }
            let ran = try await berth("doctor", "--client", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.out.contains("warn  profiles       the hub says: line 3\n"))
            #expect(
                ran.out.contains("fail  gateway        the hub says: none is attached\n")
                    && ran.out.contains("See its log."))
            #expect(ran.out.contains("warn  launches       none are taken"))
            #expect(!ran.out.contains("engine"))
        }
    }

    @Test("A hub with little room says so", arguments: [("warn", "warn"), ("refuse", "fail")])
    func disk(level: String, verdict: String) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            let health = Self.health(isReady: true).dropLast() + #","disk":"\#(level)"}"#
            hub.on("GET", "/hub/health") { _ in .json(String(health)) }
            let ran = try await berth("doctor", "--client", hub: hub)
            #expect(ran.lines.contains { $0.hasPrefix("\(verdict)  disk") })
        }
    }

    @Test("The certificate has one line: until when it is good, or what is wrong with it", arguments: ["ok", "warn"])
    func certificate(verdict: String) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            let more = #"""
                ,"certificate":{"expires_at":"2030-01-01T00:00:00Z","problem":null},
                "checks":[{"part":"certificate","verdict":"\#(verdict)","problem":"of another key","remedy":"Mend it"}]}
                """#
            hub.on("GET", "/hub/health") { _ in .json(Self.health(isReady: true).dropLast() + more) }
            let ran = try await berth("doctor", "--client", hub: hub)
            let lines = ran.lines.filter { $0.contains("certificate") }
            let words = verdict == "ok" ? "good until 2030" : "the hub says: of another key"
            #expect(lines.count == 1 && lines[0].hasPrefix(verdict) && lines[0].contains(words))
        }
    }

    @Test("A gateway without its hub is told from no gateway at all")
    func hubAway() async throws {
        try await withStubEngine { hub in
            hub.refuses("GET", "/hub/health", status: 503, code: "hub_away", "The hub is restarting")
            let ran = try await berth("doctor", "--client", "-o", "json", hub: hub)
            #expect(ran.status == .failed)
            let checks = try JSONSerialization.jsonObject(with: Data(ran.out.utf8)) as? [[String: Any]]
            #expect(checks?.map { $0["verdict"] as? String } == ["ok", "fail"])
            #expect(checks?.map { $0["name"] as? String } == ["gateway", "hub"])
        }
        let world = TestWorld(environment: ["BERTH_URL": "http://127.0.0.1:1", "BERTH_TOKEN": "t"])
        let ran = try await berth(["doctor", "--client"], in: world)
        #expect(ran.status == .failed)
        #expect(ran.out.hasPrefix("fail  gateway        http://127.0.0.1:1 (from $BERTH_URL): nothing listens there\n"))
    }

    @Test("A token that the hub does not know fails")
    func badToken() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/health") { _ in .json(Self.health(isReady: true)) }
            hub.refuses("GET", "/hub/api/user", status: 403, code: "x", "Missing or invalid credentials.")
            let ran = try await berth("doctor", "--client", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.out.contains("fail  credentials    token from $BERTH_TOKEN"))
        }
    }

    @Test("An engine that is not there fails, a bad setting is named with its place")
    func machine() async throws {
        let world = TestWorld(
            environment: [
                "BERTH_URL": "http://127.0.0.1:1", "BERTH_TOKEN": "t", "BERTH_DOCKER_SOCKET": "/nonexistent.sock",
                "BERTH_REACH": "sideways",
            ], home: "/tmp")
        let ran = try await berth(["doctor"], in: world)
        #expect(ran.status == .failed)
        #expect(ran.out.contains("BERTH_REACH"))
    }
}
