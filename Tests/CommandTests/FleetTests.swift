import ArgumentParser
import Foundation
import HubAPI
import Support
import Testing

@testable import berth

@Suite("Many servers at once, in the command line")
struct FleetTests {
    private static let busy = #"""
        "usage":{"memory":327155712,"cpu":0.504,"pids":12,"peak_memory":327155712,"at":"2026-11-23T23:50:00Z"},
        "last_activity":"2026-11-23T21:50:00Z",
        "verdict":{"verdict":"keep","rule":"active","changes_at":null,"evidence":[],
        "reasons":["kernel a very long name\u001b[31m of a notebook.ipynb, busy"]}
        """#

    private func withServers(
        _ names: [String] = ["a", "b"], _ body: (StubEngine) async throws -> Void
    ) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            let servers = names.map { Wire.server($0).dropLast() + ",\(Self.busy)}" }
            hub.on("GET", "/hub/api/servers") { request in
                let isPoll = request.query["filter"] == "phase:stopping"
                return .json("[\(isPoll ? "" : servers.joined(separator: ","))]").with(header: "X-Total-Count", "7")
            }
            hub.on("POST", "/hub/api/servers/stop") { _ in
                let outcomes = names.map {
                    #"{"owner":"ada","name":"\#($0)","result":"stopping","code":null,"message":null}"#
                }
                return .json("[\(outcomes.joined(separator: ","))]")
            }
            try await body(hub)
        }
    }

    @Test("ls --all shows what each uses of what it may, how long it was idle, and the verdict, made safe and short")
    func fleet() async throws {
        try await withServers { hub in
            let ran = try await berth(
                "ls", "--all", "phase:started", "idle:>2h", "--sort=-idle", "--limit", "2", hub: hub)
            #expect(ran.status == nil)
            #expect(
                ran.lines[0]
                    == "SERVER   STATE     SINCE       PROFILE   CPU       MEMORY            IDLE   VERDICT")
            #expect(ran.lines[1].hasPrefix("ada/a    Running   5 min ago   small     0.5 / 2   312 MiB / 1 GiB   2 h"))
            #expect(ran.lines[1].hasSuffix(#"kept: kernel a very long name\u{1b}[31m of a not…"#))
            #expect(ran.err.contains("The first 2 of 7."))
            #expect(
                hub.calls.last?.query == ["filter": "phase:started idle:>2h", "sort": "-idle", "limit": "2"])
        }
    }

    @Test("ls --wide adds the node and the image's id")
    func wide() async throws {
        try await withServers(["a"]) { hub in
            let ran = try await berth("ls", "--wide", "--limit", "1", hub: hub)
            #expect(ran.lines[0].hasSuffix("VERDICT                                             NODE    IMAGE   URL"))
            #expect(ran.lines[1].contains("local   0123    http://ada"))
        }
    }

    @Test("A list that is longer than one answer is asked for in parts")
    func parts() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/servers") { request in
                let offset = Int(request.query["offset"] ?? "") ?? 0
                let count = min(1000, 1500 - offset)
                let servers = (0..<count).map { Wire.server("s\(offset + $0)") }
                return .json("[\(servers.joined(separator: ","))]").with(header: "X-Total-Count", "1500")
            }
            let ran = try await berth("ls", "--all", "-o", "name", hub: hub)
            #expect(ran.lines.count == 1500)
            #expect(hub.calls.map { $0.query["offset"] } == [nil, "1000"])
        }
    }

    @Test("history is the whole of it, asked for in parts, made safe")
    func history() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/users/bob/servers/gpu/events") { request in
                let after = Int(request.query["after"] ?? "") ?? 0
                let events = (after + 1..<min(after + 1001, 1203)).map {
                    #"{"id":\#($0),"generation":3,"at":"2026-11-23T23:50:00Z","kind":"finished","message":"it\u001b[2J"}"#
                }
                return .json("[\(events.joined(separator: ","))]")
            }
            let ran = try await berth("history", "bob/gpu", hub: hub)
            #expect(ran.lines.count == 1203)
            #expect(ran.lines[1] == #"2026-11-23T23:50:00Z   3     finished   it\u{1b}[2J"#)
            #expect(hub.calls.map { $0.query["after"] } == [nil, "1000"])
            let json = try await berth("history", "bob/gpu", "-o", "json", hub: hub)
            #expect(try HubJSON.decode([ServerEventModel].self, from: Data(json.out.utf8)).count == 1202)
        }
    }

    @Test("stop --filter shows what fits and stops it once its number is typed")
    func typed() async throws {
        try await withServers { hub in
            let world = TestWorld(hub: hub, answers: ["2"])
            let ran = try await berth(["stop", "--filter", "profile:small"], in: world)
            #expect(ran.status == nil)
            #expect(ran.lines.count == 3 && ran.lines[1].hasPrefix("ada/a"))
            #expect(world.asked.first?.contains("Type 2") == true)
            #expect(ran.err.contains("2 servers are stopped."))
            #expect(hub.calls.first?.query["filter"] == "profile:small phase:queued,starting,running")
            let sent = try #require(hub.calls.first { $0.method == "POST" })
            #expect(
                try HubJSON.decode(BulkStop.self, from: Data(sent.body))
                    == BulkStop(filter: "profile:small", expected: 2))
        }
    }

    @Test(
        "stop --filter stops nothing without its number",
        arguments: [
            (["y"], [], CommandStatus.busy, "left as they are"), ([], [], .busy, "--expect 2"),
            ([], ["--expect", "3"], .failed, "2 servers fit the filter, and 3 were expected"),
        ])
    func unconfirmed(answers: [String], options: [String], status: CommandStatus, text: String) async throws {
        try await withServers { hub in
            let ran = try await berth(
                ["stop", "--filter", "profile:small"] + options, in: TestWorld(hub: hub, answers: answers))
            #expect(ran.status == status)
            #expect(ran.err.contains(text))
            #expect(!hub.calls.contains { $0.method == "POST" })
        }
    }

    @Test("A script gives the number, or none; what was refused is told", arguments: [["--expect", "2"], ["--yes"]])
    func script(options: [String]) async throws {
        try await withServers { hub in
            hub.on("POST", "/hub/api/servers/stop") { _ in
                .json(
                    #"""
                    [{"owner":"ada","name":"a","result":"stopping","code":null,"message":null},
                    {"owner":"bob","name":"","result":"refused","code":"not_found","message":"No access"}]
                    """#)
            }
            let ran = try await berth(["stop", "--no-wait", "--filter", "x"] + options, in: TestWorld(hub: hub))
            #expect(ran.status == .failed)
            #expect(ran.err.contains("bob/: No access") && ran.err.contains("1 server is stopping."))
        }
    }

    @Test("When none fits, that is said and nothing is done")
    func none() async throws {
        try await withServers([]) { hub in
            let ran = try await berth("stop", "--filter", "owner:nobody", hub: hub)
            #expect(ran.status == nil && ran.err.contains("nothing is stopped"))
        }
    }

    @Test(
        "Options that do not go together are refused",
        arguments: [
            ["gpu", "--filter", "x"], ["--expect", "2"], ["--yes"], ["--filter", "x", "--yes", "--expect", "1"],
        ])
    func usage(arguments: [String]) throws {
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["stop"] + arguments) }
    }
}

extension TestWorld {
    /// The same, with what the person types.
    fileprivate convenience init(hub: StubEngine, answers: [String]) {
        self.init(environment: ["BERTH_URL": hub.address, "BERTH_TOKEN": "bth_good"], answers: answers)
    }
}
