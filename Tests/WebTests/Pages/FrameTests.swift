import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("What all pages share")
struct FrameTests {
    /// Every page that somebody who is logged in can come to; the last ones are for admins.
    static let places = [
        "/hub/", "/hub/?launched=gpu", "/hub/servers/ada", "/hub/open/bob", "/hub/resize/ada?memory=2G",
        "/hub/requests", "/hub/account",
        "/hub/nowhere",
    ]
    static let admins =
        AdminSection.allCases.map(\.path) + [
            "/hub/admin/stop?filter=owner:ada", "/hub/admin/reap?filter=owner:ada", "/hub/admin/people/ada",
            "/hub/admin/groups/physics",
            "/hub/admin/stop?filter=owner:ada", "/hub/admin/maintenance/drain",
            "/hub/admin/maintenance/broadcast?message=hello",
        ]

    private func hub() async throws -> TestHub {
        let hub = try await TestHub(profile: "<i>Small</i>")
        let key = ServerKey(owner: try UserName("ada"))
        try await hub.have(key, .started)
        hub.notebook.set(
            .known([
                NotebookKernel(
                    id: "k", name: "<b>py</b>", path: "\"><script>alert(1)</script>.ipynb", state: "<u>busy</u>",
                    lastActivity: nil, connections: 0)
            ]))
        _ = try await hub.api(
            .put, "/users/ada/servers/gpu", body: ##"{"display_name":"<img src=x onerror=alert(1)>"}"##)
        let reason = ##"{"memory":"8G","duration":3600,"reason":"<script>alert(2)</script>"}"##
        _ = try await hub.api(.post, "/requests", body: reason)
        try await hub.accounts.addGroup(GroupName("physics"), audit: nil)
        for (method, path) in [(HTTPRequest.Method.put, "/drain"), (.post, "/broadcast")] {
            _ = try await hub.api(method, path, as: "root", body: ##"{"message":"<script>alert(3)</script>"}"##)
        }
        return hub
    }

    private func page(_ hub: TestHub, _ place: String) async throws -> Answer {
        let who = Self.admins.contains(place) ? "root" : place == "/hub/open/bob" ? "bob" : "ada"
        return try await hub.page(place, as: who)
    }

    @Test("Whatever people and servers call things is text on every page", arguments: places + admins)
    func escaped(_ place: String) async throws {
        let page = try await page(hub(), place)
        #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
        for tag in ["<script>alert", "<img", "<i>Small", "<u>busy", "<b>py"] {
            #expect(!page.body.contains(tag), "\(place) has \(tag)")
        }
    }

    @Test("No page has a script or a style in it, and none allows any", arguments: places + admins)
    func closed(_ place: String) async throws {
        let page = try await page(hub(), place)
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"))
        #expect(page.body.firstMatch(of: /<script(?![^>]* src=)/) == nil)
        #expect(page.body.firstMatch(of: /<[a-z][^>]*\s(?:style|on[a-z]+)=|<style|javascript:/) == nil)
        #expect(page.body.contains("</main>"))
    }

    @Test("Every form of every page is refused to another site's", arguments: places + admins)
    func forms(_ place: String) async throws {
        let hub = try await hub()
        let page = try await page(hub, place)
        let actions = page.body.matches(of: /(?:form)?action="([^"]+)"/).map { String($0.output.1) }
        for action in Set(actions) where !page.body.contains("method=\"get\" action=\"\(action)\"") {
            let answer = try await hub.ask(
                .post, action,
                [
                    "Cookie": try await hub.cookie("root"), "Origin": "https://evil.example",
                    "Content-Type": "application/x-www-form-urlencoded",
                ], body: "force=1")
            #expect(answer.status == 403, "\(action) of \(place)")
        }
        #expect(place == "/hub/nowhere" || !actions.isEmpty)
    }

    @Test("A first view weighs less than 60 kB with all that it loads", arguments: places + admins)
    func weight(_ place: String) async throws {
        let page = try await page(hub(), place)
        let files = StaticFile.all.map(\.bytes.count).reduce(0, +)
        #expect(page.body.utf8.count + files < 60_000, "\(place): \(page.body.utf8.count) and \(files) bytes")
    }

    @Test("Files are kept for good under their edition, and for a while without or under another's")
    func editions() async throws {
        let hub = try await TestHub()
        #expect(try await hub.page("/hub/").body.contains("\(StaticFile.folder)/berth.css"))
        for file in StaticFile.all {
            let own = try await hub.ask(.get, "\(StaticFile.folder)/\(file.name)")
            #expect(own.status == 200 && own.headers[.cacheControl]?.contains("immutable") == true)
            #expect(own.headers[.contentType] == file.type && own.body.utf8.count == file.bytes.count)
        }
        let other = try await hub.ask(.get, "/hub/static/before/berth.js")
        #expect(other.status == 200 && other.headers[.cacheControl] == "no-cache")
    }

    @Test("Scripts put text into pages as text")
    func scripts() {
        for file in StaticFile.all where file.name.hasSuffix(".js") {
            let source = String(decoding: file.bytes, as: UTF8.self)
            for way in [
                "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "http://", "https://",
            ]
            where !(way == "http://" && file.name == "charts.js") {
                #expect(!source.contains(way), "\(file.name) has \(way)")
            }
        }
    }

    @Test(
        "What admins say to all is above every page of somebody who is logged in, which is live",
        arguments: places + admins)
    func told(_ place: String) async throws {
        guard place != "/hub/nowhere" else { return }
        let page = try await page(hub(), place)
        #expect(page.body.contains("No server is started now") && page.body.contains("data-events="))
    }

    @Test("Only admins see that there is an admin's part, and come into it", arguments: admins)
    func adminsOnly(_ place: String) async throws {
        let hub = try await hub()
        #expect(try await hub.page(place, as: "ada").status == 403)
        #expect(try await hub.page(place, as: nil).location?.hasPrefix("/hub/login") == true)
        #expect(try await !hub.page("/hub/", as: "ada").body.contains("\"/hub/admin\""))
        #expect(try await hub.page(place, as: "root").body.contains("aria-current=\"page\""))
    }
}
