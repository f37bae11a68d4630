import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("Commands that make, change, restart and remove servers")
struct NamedServerCommandTests {
    private static let model = #"""
        {"name":"gpu","display_name":"gpu","full_name":"ada/gpu","last_activity":null,"started":null,"pending":null,
        "ready":false,"stopped":true,"url":"/user/ada/gpu/","user_options":{"profile":"large","memory":8589934592},
        "progress_url":"","full_url":null,"full_progress_url":null}
        """#

    /// Runs a command against a hub that answers the server's path with its model, and gives the body that it got.
    private func sent(_ method: String, _ arguments: String...) async throws -> (Ran, String) {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on(method, "/hub/api/users/ada/servers/gpu") { _ in .json(Self.model) }
            let ran = try await berth(arguments, in: TestWorld(hub: hub))
            return (ran, try #require(hub.calls.last { $0.method == method }).bodyText)
        }
    }

    @Test("'create' makes one with what was asked for and says how to start it")
    func create() async throws {
        let (ran, body) = try await sent("PUT", "create", "gpu", "--memory", "8G", "--title", "My GPU")
        #expect(ran.status == nil)
        #expect(body == #"{"display_name":"My GPU","memory":8589934592}"#)
        #expect(ran.err.contains("berth launch gpu"))
    }

    @Test("'change' sends only what is to change and tells what comes on the next start")
    func change() async throws {
        let (ran, body) = try await sent("PATCH", "change", "gpu", "--profile", "large")
        #expect(body == #"{"profile":"large"}"#)
        #expect(ran.err.contains("On next start: profile large, 8 GiB"))
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["change", "gpu"]) }
    }

    @Test("'rename' sends the new name")
    func rename() async throws {
        let (ran, body) = try await sent("PATCH", "rename", "gpu", "training")
        #expect(body == #"{"name":"training"}"#)
        #expect(ran.err.contains("ada/gpu is ada/training now"))
    }

    @Test("'rm' asks to remove, and is done when nobody knows of the server any more")
    func remove() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            let asked = Counter()
            hub.on("DELETE", "/hub/api/users/ada/servers/gpu") { _ in
                asked.next() == 1
                    ? .empty(status: 202)
                    : .json(#"{"status":404,"message":"gone","code":"not_found"}"#, status: 404)
            }
            let ran = try await berth("rm", "gpu", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.err.contains("ada/gpu is removed"))
            #expect(hub.calls.last { $0.method == "DELETE" }?.bodyText == #"{"remove":true}"#)
            #expect(try await berth("rm", "ada/", hub: hub).status == .failed, "the default server stays")
        }
    }

    @Test("'restart' asks once and ends with the address")
    func restart() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("POST", "/hub/api/users/ada/server/restart") { _ in .empty(status: 201) }
            hub.on("GET", "/hub/api/servers") { _ in .json("[\(Wire.server())]") }
            let ran = try await berth("restart", "--memory", "2G", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.out == "http://ada.localhost:8000/user/ada/\n")
            #expect(hub.calls.count { $0.method == "POST" } == 1)
        }
    }
}
