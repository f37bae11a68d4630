import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Changing and removing users over the API")
struct UserChangeTests {
    @Test(
        "An admin changes a user, everyone else is refused, and what cannot be is told",
        arguments: [
            ("root", "ada", #"{"admin":true}"#, 200), ("root", "ada", #"{"disabled":true}"#, 200),
            ("root", "ada", "", 200), ("root", "ada", #"{"name":"ada"}"#, 200),
            ("root", "ada", #"{"name":"eve"}"#, 400),
            ("root", "ada", #"{"admin":"yes"}"#, 400), ("root", "ada", #"{"groups":[]}"#, 400),
            ("root", "eve", #"{"admin":true}"#, 404), ("root", "root", #"{"admin":false}"#, 400),
            ("root", "root?myself=1", #"{"admin":false}"#, 409), ("ada", "ada", #"{"admin":true}"#, 403),
            ("ada", "bob", #"{"disabled":true}"#, 403),
        ])
    func change(_ asker: String, _ path: String, _ body: String, _ status: Int) async throws {
        let hub = try await TestHub()
        let before = try await hub.accounts.users()
        #expect(try await hub.api(.patch, "/users/\(path)", as: asker, body: body).status == status)
        if status != 200 { #expect(try await hub.accounts.users() == before) }
    }

    @Test("A disabled user is shown as such, cannot log in, and their token is nobody's until they are enabled")
    func disabled() async throws {
        let hub = try await TestHub()
        let headers = ["Authorization": try await hub.token("ada")]
        #expect(try await hub.ask(.get, "/hub/api/user", headers).json()["standing"] == nil)
        let answer = try await hub.api(.patch, "/users/ada", as: "root", body: #"{"disabled":true}"#)
        #expect(try answer.json()["standing"] == "disabled")
        #expect(try await hub.ask(.get, "/hub/api/user", headers).status == 403)
        #expect(try await hub.api(.post, "/users/ada/server", as: "root").status == 403)
        _ = try await hub.api(.patch, "/users/ada", as: "root", body: #"{"disabled":false}"#)
        #expect(try await hub.ask(.get, "/hub/api/user", headers).status == 200)
    }

    @Test(
        "A removal is accepted at once, refused for oneself as JupyterHub does, and the name is not free before it is done"
    )
    func remove() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.delete, "/users/ada", as: "bob").status == 403)
        #expect(try await hub.api(.delete, "/users/root", as: "root").status == 400)
        #expect(try await hub.api(.delete, "/users/eve", as: "root").status == 404)
        #expect(try await hub.api(.delete, "/users/ada", as: "root").status == 202)
        #expect(try await hub.api(.get, "/users/ada", as: "root").json()["standing"] == "leaving")
        let again = try await hub.api(.post, "/users/ada", as: "root")
        #expect(again.status == 409)
        #expect(try again.code() == "user_leaving")
        try await hub.accounts.finishRemoval(UserName("ada"), at: hub.time.now())
        #expect(try await hub.api(.get, "/users/ada", as: "root").status == 404)
        #expect(try await hub.api(.post, "/users/ada", as: "root").status == 201)
    }
}
