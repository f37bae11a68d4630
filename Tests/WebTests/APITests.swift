import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The API")
struct APITests {
    @Test("The version is told to anyone, with and without the slash", arguments: ["", "/"])
    func version(_ slash: String) async throws {
        let answer = try await TestHub().api(.get, slash, as: nil)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"version":"6.1.1"}"#)
        #expect(answer.headers[.accessControlAllowOrigin] == "*")
        #expect(answer.headers[.hubVersion] == "6.1.1")
        #expect(answer.headers[.berthVersion] == "0.1.0")
    }

    static let closedCases: [(HTTPRequest.Method, String)] = [
        (.get, "/info"), (.get, "/user"), (.get, "/users"), (.post, "/users"), (.get, "/users/ada"),
        (.post, "/users/eve"), (.post, "/users/ada/server"), (.delete, "/users/ada/servers/gpu"),
        (.get, "/users/ada/server/progress"), (.get, "/users/ada/server/events"), (.get, "/users/ada/server/logs"),
        (.get, "/users/ada/server"), (.put, "/users/ada/servers/gpu"), (.patch, "/users/ada/servers/gpu"),
        (.post, "/users/ada/server/restart"), (.post, "/users/ada/activity"), (.get, "/users/ada/tokens"),
        (.post, "/users/ada/tokens"),
        (.get, "/users/ada/tokens/a1"), (.delete, "/users/ada/tokens/a1"), (.post, "/users/ada/login-link"),
        (.get, "/profiles"), (.get, "/servers"), (.get, "/proxy"),
    ]

    @Test("Without a credential, and with a wrong one, everything else is 403", arguments: closedCases)
    func closed(_ method: HTTPRequest.Method, _ path: String) async throws {
        let hub = try await TestHub()
        for headers in [[:], ["Authorization": "token nonsense"], ["Cookie": "berth-session=nonsense"]] {
            let answer = try await hub.ask(method, "/hub/api" + path, headers)
            #expect(answer.status == 403)
            #expect(
                answer.body
                    == #"{"code":"no_credentials","message":"Missing or invalid credentials.","status":403}"#)
        }
    }

    @Test("A token counts with either word, in any case", arguments: ["token", "Bearer", "TOKEN"])
    func words(_ word: String) async throws {
        let hub = try await TestHub()
        let secret = try await hub.token("ada").dropFirst("token ".count)
        let answer = try await hub.ask(.get, "/hub/api/user", ["Authorization": "\(word) \(secret)"])
        #expect(answer.status == 200)
        #expect(try answer.json()["name"] == "ada")
        #expect(try answer.json()["token_id"] != .null)
    }

    @Test("What is not there is 404 in JSON, what cannot be done there 405, and neither is ever a page")
    func unrouted() async throws {
        let hub = try await TestHub()
        let missing = try await hub.ask(.get, "/hub/api/nothing", ["Accept": "text/html"])
        #expect(missing.status == 404)
        #expect(try missing.code() == "not_found")
        let wrong = try await hub.api(.put, "/profiles")
        #expect(wrong.status == 405)
        #expect(wrong.headers[.allow] == "GET")
        #expect(try await hub.api(.options, "/users").status == 200)
    }

    @Test("Only scopes open what needs them", arguments: ["/info", "/proxy"])
    func scopes(_ path: String) async throws {
        let hub = try await TestHub()
        let refused = try await hub.api(.get, path)
        #expect(refused.status == 403)
        #expect(try refused.code() == "missing_scope")
        #expect(try await hub.api(.get, path, as: "root").status == 200)
    }

    @Test("Metrics need their scope")
    func metrics() async throws {
        let hub = try await TestHub()
        #expect(try await hub.ask(.get, "/hub/metrics").status == 403)
        let metrics = try await hub.ask(.get, "/hub/metrics", ["Authorization": hub.token("root")])
        #expect(metrics.body == "berth_up 1\n")
    }

    @Test("Every operation of the document is routed")
    func document() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.get, "/openapi.json", as: nil).json()["openapi"] == "3.1.0")
        // Both streams go on until somebody leaves.
        for operation in HubOperation.all
        where !operation.path.hasSuffix("/progress") && operation.path != "/hub/api/events" {
            let path = operation.path.replacing("{user}", with: "ada").replacing("{server}", with: "gpu")
                .replacing("{id}", with: "a1")
            let method = try #require(HTTPRequest.Method(operation.method))
            let answer = try await hub.ask(method, path, ["Authorization": hub.token("root")])
            #expect(answer.status != 405 && answer.status < 500, "\(operation.method) \(path)")
            if answer.status == 404 { #expect(!answer.body.contains("nothing at this address"), "\(path)") }
        }
    }

    @Test("A store that fails is 500 with the request's id and nothing of the error")
    func unknownErrors() async throws {
        struct Odd: Error {}
        let hub = try await TestHub()
        hub.accounts.fail(with: Odd())
        let answer = try await hub.ask(.get, "/hub/api/user", ["Authorization": "token x"])
        #expect(answer.status == 500)
        #expect(answer.body.contains("r1"))
        #expect(!answer.body.contains("Odd"))
    }
}
