import Foundation
import Support
import Testing

@testable import berth

@Suite("Listings")
struct ListingTests {
    private func withServers(_ body: (StubEngine) async throws -> Void) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in
                let failed = Wire.server(
                    "gpu", phase: "finished", shown: "Failed", profile: "\\u001b[31mred", clean: true,
                    reason: #""oomKilled""#,
                    message: #""it ran out of memory""#)
                return .json("[\(failed),\(Wire.server())]")
            }
            try await body(hub)
        }
    }

    @Test("ls shows one's own servers in columns, sorted, with escape sequences made visible")
    func ls() async throws {
        try await withServers { hub in
            let ran = try await berth("ls", hub: hub)
            #expect(ran.lines.count == 3)
            #expect(ran.lines[0].hasPrefix("SERVER    STATE     SINCE"))
            #expect(ran.lines[1].hasPrefix("ada/      Running   5 min ago   small"))
            #expect(ran.lines[1].hasSuffix("2     1 GiB    -           http://ada.localhost:8000/user/ada/"))
            #expect(ran.lines[2].contains("\\u{1b}[31mred"))
            #expect(hub.calls.last?.query == ["owner": "ada", "limit": "1000"])
        }
    }

    @Test("ls --all asks for everybody's")
    func all() async throws {
        try await withServers { hub in
            _ = try await berth("ls", "--all", hub: hub)
            #expect(hub.calls.map(\.uri) == ["/hub/api/servers?limit=1000"])
        }
    }

    @Test("ls --output json is the API's own list, --output name what the commands take")
    func formats() async throws {
        try await withServers { hub in
            let json = try await berth("ls", "--output", "json", hub: hub)
            let list = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [[String: Any]]
            #expect(list?.map { $0["name"] as? String } == ["", "gpu"])
            let names = try await berth("ls", "-o", "name", hub: hub)
            #expect(names.out == "ada/\nada/gpu\n")
        }
    }

    @Test("No servers is a hint for people and nothing for programs")
    func empty() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in .json("[]") }
            let table = try await berth("ls", hub: hub)
            #expect(table.out.isEmpty && table.err.contains("berth launch"))
            let json = try await berth("ls", "-o", "json", hub: hub)
            #expect(json.out.filter { !$0.isWhitespace } == "[]")
        }
    }

    @Test("status shows phase, resources, why it stopped, and the last events")
    func status() async throws {
        try await withServers { hub in
            hub.on("GET", "/hub/api/users/ada/servers/gpu/events") { _ in
                .json(
                    #"[{"id":1,"generation":3,"at":"2026-11-23T23:50:00.000000Z","kind":"finished","message":"Out of memory"}]"#
                )
            }
            let ran = try await berth("status", "gpu", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.lines.contains("state       Failed"))
            #expect(ran.lines.contains("reason      oomKilled: it ran out of memory"))
            #expect(ran.lines.contains("resources   2 cores (0.5 reserved), 1 GiB"))
            #expect(ran.lines.contains { $0.hasPrefix("clean       yes") })
            #expect(ran.lines.last == "10 min ago   finished   Out of memory")
        }
    }

    @Test("status of what is not there exits with 4")
    func missing() async throws {
        try await withServers { hub in
            let ran = try await berth("status", "other", hub: hub)
            #expect(ran.status == .notFound)
            #expect(ran.err.contains("berth ls"))
        }
    }

    @Test("user ls reads every page")
    func pages() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/users") { request in
                let offset = Int(request.query["offset"] ?? "") ?? 0
                let next = offset == 0 ? #"{"offset":1,"limit":1,"url":"http://x/"}"# : "null"
                return .json(
                    #"{"items":[\#(Wire.me)],"_pagination":{"offset":\#(offset),"limit":1,"total":2,"next":\#(next)}}"#)
            }
            let ran = try await berth("user", "ls", hub: hub)
            #expect(ran.lines.count == 3)
            #expect(hub.calls.map { $0.query["offset"] } == ["0", "1"])
        }
    }

    @Test("profiles marks the default and shows the ceilings")
    func profiles() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/profiles") { _ in
                .json(
                    #"""
                    [{"id":"small","title":"Small","summary":"For notes","image":"i:1","kernels":["Python 3","R"],"default":true,
                    "resources":{"cpu_reserve":0.5,"cpu":2,"memory":1073741824},"ceiling":{"cpu":2,"memory":4294967296},"gpus":0,"home":"workspace","network":"egress","mounts":[]}]
                    """#)
            }
            hub.on("GET", "/hub/api/profiles/problems") { _ in .json(#"{"problems":["a.yaml:3: cpu: wrong"]}"#) }
            let ran = try await berth("profiles", hub: hub)
            #expect(ran.err.contains("a.yaml:3: cpu: wrong"))
            hub.refuses("GET", "/hub/api/profiles/problems", status: 403, code: "missing_scope", "no")
            #expect(try await berth("profiles", hub: hub).err.isEmpty)
            #expect(ran.lines.last == "small *   2     1 GiB    2 cores, 4 GiB   Python 3, R   i:1     For notes")
        }
    }
}
