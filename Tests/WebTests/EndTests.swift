import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Ending a server that computes")
struct EndTests {
    private static let busy = NotebookKernel(
        id: "k", name: "python3", path: "<b>train</b>.ipynb", state: "busy",
        lastActivity: Timestamp(microseconds: 1_700_000_000_000_000), connections: 1)
    private static let idle = NotebookKernel(
        id: "i", name: "ir", path: "idle.ipynb", state: "idle", lastActivity: nil, connections: 0)

    /// A hub where Ada's server runs and has a busy kernel and an idle one.
    private func computing() async throws -> TestHub {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        hub.notebook.set(.known([Self.busy, Self.idle]))
        return hub
    }

    @Test("The API tells what the kernels do, to those who may stop the server")
    func read() async throws {
        let hub = try await computing()
        let answer = try await hub.api(.get, "/users/ada/server/kernels").json()
        #expect(answer["known"] == true)
        guard case .array(let kernels)? = answer["kernels"] else { return #expect(Bool(false)) }
        #expect(kernels.map { $0["busy"] } == [true, false])
        #expect(kernels.first?["path"] == "<b>train</b>.ipynb")
        #expect(try await hub.api(.get, "/users/ada/server/kernels", as: "bob").status == 404)
        hub.notebook.set(.unknown("no answer in time"))
        #expect(try await hub.api(.get, "/users/ada/server/kernels").json()["problem"] == "no answer in time")
    }

    @Test(
        "A page's form asks first, names what is lost as text, and does it when told so",
        arguments: ["stop", "restart"])
    func form(_ verb: String) async throws {
        let hub = try await computing()
        let asked = try await hub.form("/hub/\(verb)/ada", "", as: "ada")
        #expect(asked.status == 200)
        #expect(asked.body.contains("&lt;b&gt;train&lt;/b&gt;.ipynb"))
        #expect(asked.body.contains("datetime=\"2023-11-14T22:13"))
        #expect(!asked.body.contains("idle.ipynb"))
        #expect(asked.body.contains("action=\"/hub/\(verb)/ada\"") && asked.body.contains("<dt>Kept</dt>"))
        let staying = try await hub.form("/hub/\(verb)/ada", "stay=server", as: "ada").body
        #expect(staying.contains("name=\"stay\" value=\"server\"") && staying.contains("href=\"/hub/servers/ada\""))
        #expect(try await hub.api(.get, "/users/ada/server").json()["ready"] == true)
        #expect(try await hub.form("/hub/\(verb)/ada", "sure=1", as: "ada").status == 303)
        #expect(try await hub.api(.get, "/users/ada/server").json()["ready"] == false)
    }

    @Test("What is not known stops nobody, and neither does JupyterHub's DELETE ask")
    func unasked() async throws {
        let hub = try await computing()
        hub.notebook.set(.unknown("no answer in time"))
        #expect(try await hub.form("/hub/stop/ada", "", as: "ada").status == 303)
        let other = try await computing()
        #expect(try await other.api(.delete, "/users/ada/server").status == 202)
    }

    @Test("A named server that is stopped is removed from its owner's page")
    func remove() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.put, "/users/ada/servers/gpu", body: #"{"display_name":"My <GPU>"}"#)
        let home = try await hub.page("/hub/")
        #expect(home.body.contains("My &lt;GPU&gt;"))
        #expect(home.body.contains("action=\"/hub/remove/ada/gpu\""))
        #expect(try await hub.form("/hub/remove/ada/gpu", "", as: "bob").status == 404)
        #expect(try await hub.form("/hub/remove/ada/gpu", "", as: "ada").status == 303)
        #expect(try await hub.api(.get, "/users/ada/servers/gpu").status == 404)
    }
}
