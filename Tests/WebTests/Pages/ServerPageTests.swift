import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The page of a server")
struct ServerPageTests {
    private let key: ServerKey

    init() throws { key = ServerKey(owner: try UserName("ada")) }

    @Test("A running one can be opened, stopped and resized within its ceiling, and tells what its kernels do")
    func running() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        hub.notebook.set(
            .known([
                NotebookKernel(
                    id: "k", name: "python3", path: "train.ipynb", state: "busy", lastActivity: nil, connections: 1)
            ]))
        let page = try await hub.page("/hub/servers/ada")
        for part in [
            "href=\"/hub/open/ada\"", "action=\"/hub/stop/ada\"", "action=\"/hub/restart/ada\"", "train.ipynb",
            "data-resize=\"/hub/api/users/ada/server/resources\"", "data-memory-max=\"\(Bytes.gibibytes(4).count)\"",
            "data-events=\"/hub/api/events?owner=ada\"", "Launch asked for by system",
        ] {
            #expect(page.body.contains(part), "\(part)")
        }
    }

    @Test("What is launched here opens by itself in the tab that launched it, and nowhere else")
    func launched() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .finished, reason: .stoppedByUser)
        #expect(
            try await hub.page("/hub/servers/ada").body.contains(
                "name=\"stay\" value=\"server\" data-scripted disabled"))
        let place = "/hub/servers/ada?launched="
        #expect(try await hub.form("/hub/spawn/ada", "stay=server", as: "ada").location == place)
        let here = try await hub.page(place).body
        for part in ["data-launch=\"ada/\" data-opens", "It opens by itself", "Jupyter</li>", ">Cancel<"] {
            #expect(here.contains(part), "\(part)")
        }
        #expect(!here.contains("Start it again"))
        let elsewhere = try await hub.page("/hub/servers/ada").body
        #expect(elsewhere.contains("data-launch=\"ada/\"") && !elsewhere.contains("data-opens"))
        try await hub.reach(key, .started)
        #expect(try await hub.page(place).location == "/hub/open/ada")
        #expect(try await hub.page("/hub/servers/ada").status == 200)
        #expect(try await hub.page("/hub/servers/ada?launched=gpu").status == 200)
        #expect(try await hub.page(place, as: "root").status == 200, "an admin stays, who may not open it")
    }

    @Test("What is restarted here runs again here, which is said with the way into it; nothing opens by itself")
    func restarted() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let place = "/hub/servers/ada?restarted="
        #expect(try await hub.form("/hub/restart/ada", "stay=server", as: "ada").location == place)
        let starting = try await hub.page(place).body
        #expect(starting.contains("data-launch=\"ada/\"") && !starting.contains("data-opens"))
        #expect(!starting.contains("It has restarted"))
        try await hub.reach(key, .started)
        let ready = /It has restarted and is ready\.<\/span> <a class="button" href="\/hub\/open\/ada">Open</
        #expect(try await hub.page(place).body.firstMatch(of: ready) != nil)
        #expect(try await !hub.page("/hub/servers/ada").body.contains("It has restarted"))
    }

    @Test(
        "A form leads back to the page that it was on where scripts show there how it goes on; else as it always did",
        arguments: [
            ("stop", "stay=server", "/hub/servers/ada"), ("stop", "stay=home", "/hub/"), ("stop", "", "/hub/"),
            ("restart", "stay=home", "/hub/"), ("restart", "", "/hub/open/ada"),
        ])
    func back(_ verb: String, _ fields: String, _ place: String) async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        #expect(try await hub.form("/hub/\(verb)/ada", fields, as: "ada").location == place)
    }

    @Test("Why it ended, its last lines, what helps, and the ways to start it stand here as where it is opened")
    func ended() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .finished, reason: .oomKilled)
        let id = try #require(try await hub.servers.server(key)).server.id
        try await hub.workspaces.keepLog(Array("one\n<b>two</b>\n".utf8), server: id, generation: 1)
        for place in ["/hub/servers/ada", "/hub/servers/ada?launched=", "/hub/open/ada"] {
            let page = try await hub.page(place).body
            for part in [
                "It ended: it ran out of memory.", "Give it more memory", "&lt;b&gt;two&lt;/b&gt;", "Start it again<",
                "Or with other resources", "action=\"/hub/spawn/ada\"",
            ] {
                #expect(page.contains(part), "\(place): \(part)")
            }
        }
        // Whoever looks, it is the news of its owner that keeps it true.
        #expect(
            try await hub.page("/hub/open/ada", as: "root").body.contains("data-events=\"/hub/api/events?owner=ada\""))
        let refused = try await hub.form("/hub/spawn/ada", "stay=server&profile=small&memory=64G", as: "ada")
        #expect(refused.status == 400 && refused.body.contains("name=\"stay\" value=\"server\""))
    }

    @Test("Its terminals stand beside its kernels, and what its next start gets is said")
    func terminals() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let kernel = NotebookKernel(
            id: "k", name: "python3", path: "a.ipynb", state: "idle", lastActivity: hub.time.now(), connections: 1)
        hub.notebook.set(
            .known(
                NotebookActivity(
                    kernels: [kernel], terminals: [NotebookTerminal(name: "<b>1", lastActivity: hub.time.now())])))
        _ = try await hub.api(.patch, "/users/ada/server", body: #"{"memory":"2G","cpu":1}"#)
        let page = try await hub.page("/hub/servers/ada")
        for part in ["a.ipynb", "Terminal &lt;b&gt;1", "quiet for", "Its next start gets 1 core, 2 GiB."] {
            #expect(page.body.contains(part), "\(part)")
        }
    }

    @Test("It says whether it is stopped for being idle, and why")
    func idle() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let page = try await hub.page("/hub/servers/ada")
        #expect(page.body.contains("When idle") && page.body.contains("It stays"))
        #expect(page.body.contains("action=\"/hub/keep/ada\"") && page.body.contains("Keep it for 4 h"))
        try await hub.look(at: key)
        let looked = try await hub.page("/hub/servers/ada").body
        #expect(looked.contains("It stays for at least") && looked.contains(/data-left>\d+ h.*<\/time>/))
        try await hub.reach(key, .finished, reason: .reapedIdle)
        #expect(try await !hub.page("/hub/servers/ada").body.contains("When idle"))
        #expect(try await hub.page("/hub/open/ada").body.contains("Start it again: files are as they were."))
    }

    @Test("A kernel list that cannot be had is said, and a server that does not answer is not asked")
    func silent() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        hub.notebook.set(.unknown("no answer in time"))
        #expect(try await hub.page("/hub/servers/ada").body.contains("no answer in time"))
    }

    @Test("Cores and memory change together by its form, without a script")
    func resize() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let asked = try await hub.form("/hub/resize/ada", "cpu=1.5&memory=2G", as: "ada")
        #expect(asked.body.contains("It gets 1.5 cores and 2 GiB in a moment"))
        let target = try await hub.servers.server(key)?.server.pendingResize?.target
        #expect(target?.memory == .gibibytes(2) && target?.cpu.burst == Cores(thousandths: 1500))
        #expect(try await hub.form("/hub/resize/ada", "cpu=&memory=", as: "ada").status == 400)
    }

    @Test("An admin sees another's, and whose it is; another person learns nothing of it")
    func others() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let seen = try await hub.page("/hub/servers/ada", as: "root")
        #expect(seen.body.contains("Default server of ada") && !seen.body.contains("Use it from an editor"))
        #expect(try await hub.page("/hub/servers/ada", as: "bob").status == 404)
    }

    @Test("A token for an editor is good for that server alone, shown once, and revoked on the account's page")
    func token() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let made = try await hub.form("/hub/account/tokens", "server=&note=Editor", as: "ada")
        let address = try #require(
            made.body.firstMatch(of: /http:\/\/ada.localhost:8000\/user\/ada\/\?token=(bth_[\w\-]+)</))
        let headers = ["Authorization": "token \(address.output.1)"]
        #expect(try await hub.ask(.get, "/hub/api/user", headers).status == 200)
        #expect(try await hub.ask(.post, "/hub/api/users/ada/server/restart", headers).status == 403)
        let token = try #require(try await hub.accounts.tokens(of: key.owner).first { $0.note == "Editor" })
        #expect(token.scopes == [Scope(.accessServers, .server(key))])
        let account = try await hub.page("/hub/account")
        #expect(account.body.contains("Editor") && !account.body.contains(address.output.1))
        #expect(try await hub.form("/hub/account/tokens/\(token.id)/revoke", "", as: "ada").status == 303)
        #expect(try await !hub.page("/hub/account").body.contains("Editor"))
        #expect(try await hub.form("/hub/account/tokens", "note=x&days=-1", as: "ada").status == 400)
    }
}
