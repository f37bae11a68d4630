import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Servers
import Testing

@testable import Web

@Suite("Below a base path")
struct BasePathTests {
    /// A hub at `/berth`, asked for paths without it as the gateway does.
    private func hub() async throws -> TestHub { try await TestHub(base: "/berth") }

    private func key(_ owner: String) throws -> ServerKey { ServerKey(owner: try UserName(owner)) }

    /// Whatever a page leads to: links, forms, scripts, and what its scripts ask.
    private func links(_ page: String) -> [String] {
        page.matches(of: /(?:href|src|action|data-(?:events|open|resize|log))="([^"]*)"/).map { String($0.output.1) }
    }

    @Test("Every link and form of every page has it")
    func pages() async throws {
        let hub = try await hub()
        try await hub.have(key("ada"), .started)
        try await hub.have(key("bob"), .startInitiated)
        try await hub.have(key("root"), .finished, reason: .crashed(exitCode: 1))
        let verdict = ["Berth-Verdict": "unreachable", "Berth-Server": "ada/", "Accept": "text/html"]
        let pages = [
            try await hub.page("/hub/"), try await hub.page("/hub/", as: "bob"),
            try await hub.page("/hub/login", as: nil),
            try await hub.page("/hub/open/bob", as: "bob"), try await hub.page("/hub/open/root", as: "root"),
            try await hub.page("/hub/open/ada/other"), try await hub.page("/hub/nothing"),
            try await hub.ask(.get, "/user/ada/lab", verdict),
        ]
        for page in pages {
            let links = links(page.body)
            #expect(links.count >= 2)
            // But for a place on the page itself.
            for link in links where !link.hasPrefix("#") {
                #expect(link.hasPrefix("/berth/") || link.hasPrefix("http://localhost:8000/berth/"), "\(link)")
            }
        }
    }

    @Test("Every redirection has it, and what to come back to is said without it")
    func redirections() async throws {
        let hub = try await hub()
        try await hub.have(key("ada"), .started)
        let login = try await hub.page("/hub/open/ada?path=lab", as: nil)
        #expect(login.location == "/berth/hub/login?next=/hub/open/ada%3Fpath%3Dlab")
        #expect(try await hub.page("/hub/login?next=/hub/open/ada").location == "/berth/hub/open/ada")
        #expect(try await hub.page("/hub/home").location == "/berth/hub/")
        #expect(try await hub.page("/hub/user-redirect/lab?x=1").location == "/berth/hub/open/ada?path=lab%3Fx%3D1")
        #expect(try await hub.form("/hub/spawn/bob", "path=lab", as: "bob").location == "/berth/hub/open/bob?path=lab")
        #expect(try await hub.form("/hub/logout", "", as: "bob").location == "/berth/hub/login")
        let enter = try #require(try await hub.page("/hub/open/ada").location)
        #expect(enter.hasPrefix("http://ada.localhost:8000/berth/.berth/enter?ticket="))
        #expect(enter.hasSuffix("&next=/berth/user/ada/lab"))
        #expect(try await hub.form("/hub/stop/ada", "", as: "ada").location == "/berth/hub/")
    }

    @Test("What the API tells of servers has it, as JupyterHub's does")
    func models() async throws {
        let hub = try await hub()
        try await hub.have(key("ada"), .started)
        let user = try await hub.api(.get, "/users/ada").json()
        #expect(user["server"] == "/berth/user/ada/")
        let server = user["servers"]?[""]
        #expect(server?["url"] == "/berth/user/ada/")
        #expect(server?["full_url"] == "http://ada.localhost:8000/berth/user/ada/")
        #expect(server?["progress_url"] == "/berth/hub/api/users/ada/server/progress")
        #expect(server?["full_progress_url"] == "http://localhost:8000/berth/hub/api/users/ada/server/progress")
        #expect(try await hub.api(.get, "/users/ada/server/progress").body.contains(#""url":"/berth/user/ada/""#))
        #expect(try await hub.api(.get, "/proxy", as: "root").json()["/berth/user/ada/"] != nil)
        let accept = "application/jupyterhub-pagination+json"
        let page = try await hub.api(.get, "/users?limit=1", as: "root", accept: accept).json()
        #expect(
            page["_pagination"]?["next"]?["url"] == "http://localhost:8000/berth/hub/api/users?offset=1&limit=1")
        #expect(try await link(hub).hasPrefix("http://localhost:8000/berth/hub/login?link="))
    }

    private func link(_ hub: TestHub) async throws -> String {
        let answer = try await hub.api(.post, "/users/ada/login-link")
        return try HubJSON.decode(LoginLink.self, from: Data(answer.body.utf8)).url
    }

    @Test("The session's cookie is for it alone")
    func cookie() async throws {
        let hub = try await hub()
        let path = try await link(hub).replacing("http://localhost:8000/berth", with: "")
        let answer = try await hub.page(path, as: nil)
        #expect(answer.headers[.setCookie]?.contains("Path=/berth/") == true)
    }
}
