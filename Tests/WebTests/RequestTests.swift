import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Requests over the API")
struct RequestTests {
    private static let ask = #"{"memory":"8G","duration":3600,"reason":"thesis"}"#

    @Test("A request is made, listed, approved with other figures, shown with the server, and given back")
    func life() async throws {
        let hub = try await TestHub()
        let made = try await hub.api(.post, "/requests", body: Self.ask)
        #expect(made.status == 201)
        #expect(try made.json()["id"] == "r1" && made.json()["state"] == "pending" && made.json()["grant"] == .null)
        #expect(try await hub.api(.get, "/requests/r1", as: "bob").status == 404)
        #expect(try await hub.api(.post, "/requests/r1/approve").status == 403)
        for (query, count) in [("", 1), ("?state=pending", 1), ("?state=denied", 0), ("?owner=bob", 0)] {
            guard case .array(let all) = try await hub.api(.get, "/requests\(query)", as: "root").json() else { return }
            #expect(all.count == count, "\(query)")
        }
        let body = #"{"memory":"6G","duration":60,"note":"be quick"}"#
        let approved = try await hub.api(.post, "/requests/r1/approve", as: "root", body: body)
        #expect(try approved.json()["state"] == "approved" && approved.json()["decision"]?["note"] == "be quick")
        #expect(try approved.json()["grant"]?["memory"] == .integer(6 << 30))
        #expect(try await hub.api(.post, "/requests/r1/deny", as: "root").status == 409)
        #expect(try await hub.api(.post, "/users/ada/server").status == 202)
        guard case .array(let fleet) = try await hub.api(.get, "/servers").json() else { return }
        #expect(fleet.first?["resources"]?["memory"] == .integer(6 << 30))
        #expect(fleet.first?["grant"]?["request"] == "r1" && fleet.first?["grant"]?["state"] == "active")
        #expect(try await hub.api(.delete, "/requests/r1").status == 204)
        #expect(try await hub.api(.delete, "/requests/r1").status == 409)
    }

    static let refusals: [(HTTPRequest.Method, String, String, Int)] = [
        (.post, "/requests", "", 400), (.post, "/requests", #"{"memory":"8G","duration":3600}"#, 400),
        (.post, "/requests", #"{"memory":"8G","reason":"x"}"#, 400),
        (.post, "/requests", #"{"memory":"1G","duration":3600,"reason":"x"}"#, 400),
        (.post, "/requests", #"{"memory":"8G","duration":1,"reason":"x"}"#, 400),
        (.post, "/requests", #"{"memory":"8G","duration":9223372036854775807,"reason":"x"}"#, 400),
        (.post, "/requests", #"{"memory":"8G","duration":3600,"reason":"x","owner":"bob"}"#, 404),
        (.post, "/requests", #"{"memory":"8G","duration":3600,"reason":"x","name":"gpu"}"#, 404),
        (.get, "/requests?state=odd", "", 400), (.get, "/requests/r9", "", 404), (.delete, "/requests/x", "", 404),
        (.post, "/requests/r1/deny", "", 403),
    ]

    @Test("What cannot be is refused", arguments: refusals)
    func refused(_ method: HTTPRequest.Method, _ path: String, _ body: String, _ status: Int) async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(method, path, body: body).status == status)
        #expect(try await hub.requests.requests(of: nil).isEmpty)
    }
}
