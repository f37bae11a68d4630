import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("Asking above the ceiling at the command line")
struct RequestCommandTests {
    private static let time = #""2026-11-23T23:50:00.000000Z""#

    private static func model(_ state: String, grant: String = "null", message: String = "null") -> String {
        #"""
        {"id":"r3","owner":"ada","name":"gpu","full_name":"ada/gpu","profile":null,"cpu":16,"memory":68719476736,
        "duration":28800,"reason":"thesis \u001b[31m","by":"ada","created":\#(time),"state":"\#(state)",
        "decision":null,"grant":\#(grant),"message":\#(message)}
        """#
    }

    private static let grant = #"""
        {"request":"r3","cpu":null,"memory":34359738368,"until":"2026-11-24T01:00:00.000000Z","state":"in_use"}
        """#

    @Test(
        "'request' alone makes one, prints its ID, and says that an admin decides",
        arguments: [["request"], ["request", "create"]])
    func create(words: [String]) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("POST", "/hub/api/requests") { _ in .json(Self.model("pending"), status: 201) }
            let arguments = words + ["gpu", "--memory", "64G", "--cpu", "16", "--for", "8h", "--reason", "thesis"]
            let ran = try await berth(arguments, in: TestWorld(hub: hub))
            #expect(ran.status == nil && ran.out == "r3\n")
            #expect(ran.err.contains("waits for an admin"))
            let body = try #require(hub.calls.last { $0.method == "POST" }).bodyText
            #expect(
                body
                    == #"{"cpu":16,"duration":28800,"memory":68719476736,"name":"gpu","owner":"ada","reason":"thesis"}"#
            )
        }
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(words + ["--for", "8h", "--reason", "x"]) }
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(words + ["--memory", "64G", "--for", "8"]) }
    }

    @Test("Requests are listed with what was given, and what they say is safe for a terminal")
    func list() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/requests") { _ in
                .json(
                    #"{"items":[\#(Self.model("ended", grant: Self.grant))],"#
                        + #""_pagination":{"offset":0,"limit":1,"total":1,"next":null}}"#)
            }
            let ran = try await berth("request", "ls", "--state", "ended", hub: hub)
            #expect(ran.lines.last?.hasPrefix("r3   ada/gpu   32 GiB   8 h   ended, in use") == true)
            #expect(ran.out.contains("\\u{1b}[31m"))
            #expect(hub.calls.last?.query["state"] == "ended")
        }
    }

    @Test("An approval sends only what is said, and tells when the server could not have it")
    func approve() async throws {
        try await withStubEngine { hub in
            hub.on("POST", "/hub/api/requests/r3/approve") { _ in
                .json(Self.model("approved", grant: Self.grant, message: #""not given to the server yet: no room""#))
            }
            let ran = try await berth("request", "approve", "r3", "--memory", "32G", "--for", "2h", hub: hub)
            #expect(ran.err.contains("32 GiB") && ran.err.contains("no room"))
            #expect(hub.calls.last?.bodyText == #"{"duration":7200,"memory":34359738368}"#)
        }
    }

    @Test("A quota is shown as limits and what counts in them")
    func quota() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/users/ada/quota") { _ in
                .json(
                    #"""
                    {"user":"ada","servers":[{"name":"","full_name":"ada/","cpu":2,"memory":1073741824}],
                    "limits":[{"measure":"memory","limit":8589934592,"used":1073741824,"servers":1,"source":"settings",
                    "group":null,"explanation":"the hub's configuration"}]}
                    """#)
            }
            let ran = try await berth("quota", hub: hub)
            #expect(ran.lines[1] == "memory   8 GiB   1 GiB   1 servers of ada   the hub's configuration")
            #expect(ran.lines.last == "ada/     2     1 GiB")
        }
    }
}
