import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("Idle servers at the command line", .timeLimit(.minutes(1)))
struct ReapCommandTests {
    private static func entry(_ name: String, _ verdict: String, _ action: String, _ reason: String) -> String {
        #"""
        {"owner":"ada","name":"\#(name)","full_name":"ada/\#(name)","profile":"small","memory":1073741824,
        "action":"\#(action)","verdict":{"verdict":"\#(verdict)","rule":"idle","reasons":["\#(reason)"],
        "changes_at":"2026-11-24T00:12:00.000000Z","evidence":[]}}
        """#
    }

    private static let entries = [
        entry("old", "reap", "stop", "nothing has gone on in it for 5 h"),
        entry("soon", "warn", "warn", "nothing has gone on in it for 3 h"),
        entry("busy", "keep", "nothing", "kernel train.ipynb, busy \\u001b[31m"),
    ]

    /// A hub that answers the plan, filtered as asked, and reaps.
    private func withHub(
        _ listed: [String] = entries, _ body: (StubEngine) async throws -> Void
    ) async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/reap") { request in
                let items = request.query["verdict"] == "reap" ? listed.filter { $0.contains(#""stop""#) } : listed
                return .json(
                    #"{"items":[\#(items.joined(separator: ","))],"#
                        + #""_pagination":{"offset":0,"limit":200,"total":\#(items.count),"next":null}}"#)
            }
            hub.on("POST", "/hub/api/reap") { _ in
                .json(
                    #"""
                    {"stopped":1,"servers":[{"owner":"ada","name":"old","full_name":"ada/old","result":"stopped","verdict":null},
                    {"owner":"ada","name":"x","full_name":"ada/x","result":"spared","verdict":{"verdict":"keep",
                    "rule":"active","reasons":["kernel a.ipynb, busy"],"changes_at":null,"evidence":[]}}]}
                    """#)
            }
            try await body(hub)
        }
    }

    @Test("A dry run shows every verdict and why, and does nothing")
    func dryRun() async throws {
        try await withHub { hub in
            let ran = try await berth("reap", "--dry-run", "--idle", "2h", hub: hub)
            #expect(ran.status == nil && ran.lines.count == 4)
            #expect(ran.lines[1].hasPrefix("ada/old    reap"))
            #expect(ran.lines[1].hasSuffix("nothing has gone on in it for 5 h"))
            #expect(ran.out.contains("\\u{1b}[31m"))
            #expect(ran.err.contains("1 of 3 would be stopped, and people of 1 told"))
            #expect(hub.calls.allSatisfy { $0.method == "GET" })
            #expect(hub.calls.last?.query["idle"] == "7200")
        }
    }

    @Test("It asks before it stops what the dry run shows, and no more than that")
    func asks() async throws {
        try await withHub { hub in
            let world = TestWorld(
                environment: ["BERTH_URL": hub.address, "BERTH_TOKEN": "t"], isTerminal: true, answers: ["y"])
            let ran = try await berth(["reap", "--profile", "small", "--over-memory", "512M"], in: world)
            #expect(ran.status == nil && world.asked == ["Stop this server? [y/N] "])
            #expect(ran.err.contains("Their people are not told first."))
            #expect(ran.err.contains("Stopped: ada/old.") && ran.err.contains("ada/x is spared: kernel a.ipynb, busy."))
            #expect(
                hub.calls.last?.bodyText == #"{"at_most":1,"over_memory":"512M","profile":"small"}"#)
        }
    }

    @Test("Without a terminal it wants --yes, and a no stops nothing")
    func refuses() async throws {
        try await withHub { hub in
            #expect(try await berth("reap", "--idle", "2h", hub: hub).status == .failed)
            let world = TestWorld(
                environment: ["BERTH_URL": hub.address, "BERTH_TOKEN": "t"], isTerminal: true, answers: ["n"])
            #expect(try await berth(["reap", "--idle", "2h"], in: world).err.contains("Nothing was stopped."))
            #expect(hub.calls.allSatisfy { $0.method == "GET" })
            let ran = try await berth("reap", "--idle", "2h", "--yes", "--output", "json", hub: hub)
            #expect(ran.status == nil && ran.out.contains("\"stopped\" : 1"))
        }
    }

    @Test("With nothing to stop it asks nothing; by policy alone people may still be told")
    func nothing() async throws {
        try await withHub([]) { hub in
            let ran = try await berth("reap", "--user", "ada", hub: hub)
            #expect(ran.status == nil && ran.err.contains("Nothing is to be stopped."))
            #expect(hub.calls.allSatisfy { $0.method == "GET" })
            _ = try await berth("reap", hub: hub)
            #expect(hub.calls.last?.method == "POST" && hub.calls.last?.bodyText == #"{"at_most":0}"#)
        }
    }

    @Test("A keep says until when, and what ends a server all the same")
    func keep() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("POST", "/hub/api/users/ada/servers/gpu/keep") { _ in
                .json(
                    #"""
                    {"until":"2026-11-24T04:00:00.000000Z","verdict":{"verdict":"warn","rule":"age",
                    "reasons":["it has run for 1 d"],"changes_at":"2026-11-24T00:10:00.000000Z","evidence":[]}}
                    """#)
            }
            let ran = try await berth("keep", "gpu", "--for", "4h", hub: hub)
            #expect(ran.err.contains("ada/gpu is kept, however idle: that ends in"))
            #expect(ran.err.contains("But stopped in") && ran.err.contains("it has run for 1 d"))
            #expect(hub.calls.last?.bodyText == #"{"for":14400}"#)
            _ = try await berth("keep", "gpu", hub: hub)
            #expect(hub.calls.last?.bodyText == "{}")
        }
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["keep", "--for", "4"]) }
    }

    @Test("A group's rules for idle servers are sent as they are said, and said back")
    func groupPolicy() async throws {
        try await withStubEngine { hub in
            hub.on("PUT", "/hub/api/groups/lab/policy") { _ in
                .json(
                    #"""
                    {"kind":"group","name":"lab","users":[],"roles":[],"properties":{},"policy":{"idle":{"timeout":28800,
                    "notice":0,"busy_limit":"never","maximum_age":null,"minimum_run":null,"keep_limit":null,
                    "quiet_hours":{"from":"22:00","to":"06:00","zone":"UTC"},"exempt":false}}}
                    """#)
            }
            let ran = try await berth(
                [
                    "group", "policy", "lab", "--idle-timeout", "8h", "--idle-notice", "0", "--idle-busy-limit",
                    "never",
                    "--idle-quiet-hours", "22:00-6:00 UTC", "--no-idle-exempt",
                ], in: TestWorld(hub: hub))
            #expect(ran.err.contains("stopped after 8 h without activity, told 0 s before"))
            #expect(ran.err.contains("not from 22:00 to 06:00 UTC, not exempt"))
            #expect(hub.calls.last?.bodyText.contains(#""busy_limit":"never""#) == true)
            #expect(hub.calls.last?.bodyText.contains(#""timeout":28800"#) == true)
            #expect(
                hub.calls.last?.bodyText.contains(#""quiet_hours":{"from":"22:00","to":"06:00","zone":"UTC"}"#) == true)
        }
        for wrong in [["--idle-timeout", "soon"], ["--idle-quiet-hours", "night"], ["--idle-notice", "never"]] {
            #expect(throws: (any Error).self) { try Berth.parseAsRoot(["group", "policy", "lab"] + wrong) }
        }
    }
}
