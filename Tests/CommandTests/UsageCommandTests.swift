import ArgumentParser
import Foundation
import Support
import Testing

@testable import berth

@Suite("The ledger of use at the command line")
struct UsageCommandTests {
    private static let row = #"""
        "servers":2,"hours":10.254,"reserved":{"cpu":5.5,"memory":21474836480,"gpus":0},
        "used":{"cpu":0.301,"memory":5368709120,"memory_share":0.25,"peak_memory":1610612736,"peak_cpu":1.5}
        """#

    private static func ledger(_ key: String) -> String {
        #"""
        {"by":"group","since":null,"until":null,"rows":[{"key":"\#(key)",\#(row)},{"key":"",\#(row)}],
        "total":{"key":"",\#(row)}}
        """#
    }

    @Test("Use is a table with a total, and what a group is called is safe for a terminal")
    func table() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/usage") { _ in .json(Self.ledger("art \\u001b[31m")) }
            let ran = try await berth("usage", "--by", "group", "--since", "7d", "--user", "ada", hub: hub)
            #expect(ran.status == nil && ran.lines.count == 4)
            #expect(ran.lines[0].hasPrefix("GROUP"))
            #expect(ran.lines[1].hasPrefix("art \\u{1b}[31m   2"))
            #expect(ran.lines[2].hasPrefix("(in no group)"))
            #expect(
                ran.lines[3].split(separator: "  ", omittingEmptySubsequences: true).map {
                    $0.trimmingCharacters(in: .whitespaces)
                } == ["TOTAL", "2", "10.25", "5.5", "0.3", "20 GiB", "5 GiB", "25.0 %", "-", "1.5 GiB", "1.5"])
            let query = try #require(hub.calls.last).query
            #expect(query == ["by": "group", "since": "7d", "owner": "ada"])
        }
    }

    @Test("For programs it is what the hub answers, for spreadsheets no cell is a formula")
    func formats() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/usage") { _ in .json(Self.ledger("=HYPERLINK(1)")) }
            let json = try await berth("usage", "-o", "json", hub: hub)
            #expect(json.out.contains(#""memory_share" : 0.25"#) || json.out.contains(#""memory_share": 0.25"#))
            let csv = try await berth("usage", "--output", "csv", hub: hub)
            #expect(csv.out.hasPrefix("group,servers,hours,"))
            #expect(
                csv.out.contains(
                    "\r\n'=HYPERLINK(1),2,10.254,5.5,21474836480,0,0.301,5368709120,0.25,1610612736,1.5\r\n"))
        }
    }

    @Test("The most idle are listed with what they kept for nothing, and for how long nothing went on")
    func idle() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/usage/idle") { _ in
                .json(
                    #"[{"server":"ada/gpu","unused_memory":16106127360,"idle":7300,"usage":{"key":"ada/gpu",\#(Self.row)}}]"#
                )
            }
            let ran = try await berth("usage", "--idle", hub: hub)
            #expect(ran.lines.last == "ada/gpu   15 GiB            20 GiB   25.0 %   10.25   2 h")
        }
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["usage", "--idle", "--defaults"]) }
    }

    @Test("How well defaults fit is one share, then a profile each with peaks and what is suggested")
    func defaults() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/usage/defaults") { _ in
                .json(
                    #"""
                    {"sessions":1000,"inside":873,"share":0.873,"profiles":[{"profile":"small","sessions":1000,
                    "inside":873,"share":0.873,"raised":10,"resized":100,"requested":2,"out_of_memory":20,
                    "memory":{"default":2147483648,"p50":536870912,"p90":1073741824,"p95":2147483648,"suggested":1610612736},
                    "cpu":{"default":2,"p50":0.31,"p90":1,"p95":1.9,"suggested":null}}]}
                    """#)
            }
            let ran = try await berth("usage", "--defaults", hub: hub)
            #expect(ran.lines.first == "87.3 % of 1000 sessions ended inside their profile's defaults.")
            #expect(ran.out.contains("memory   2 GiB     512 MiB   2 GiB   1.5 GiB"))
            #expect(ran.out.contains("cpu      2         0.31      1.9     -"))
            #expect(hub.calls.last?.query == ["since": "30d"])
        }
    }
}
