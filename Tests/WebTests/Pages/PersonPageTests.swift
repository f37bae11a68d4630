import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The pages of people")
struct PersonPageTests {
    private func user(_ hub: TestHub, _ name: String) async throws -> User? {
        try await hub.accounts.user(UserName(name))
    }

    @Test("Somebody is added with groups, and gets a link that logs in once")
    func add() async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/admin/groups", "name=physics", as: "root")
        let added = try await hub.form("/hub/admin/people", "name=+Eve+&group-physics=1", as: "root")
        #expect(added.status == 200 && added.body.contains("eve is added"))
        let eve = try #require(try await user(hub, "eve"))
        #expect(!eve.isAdmin && eve.groups == ["physics"])
        let link = try #require(added.body.firstMatch(of: /http:\/\/localhost:8000(\/hub\/login\?link=[^<]+)</)).output
            .1
        #expect(try await hub.page(String(link), as: nil).status == 303)
        #expect(try await hub.page(String(link), as: nil).status == 403)
        _ = try await hub.form("/hub/admin/people", "name=zoe&admin=1", as: "root")
        #expect(try await user(hub, "zoe")?.isAdmin == true)
    }

    @Test(
        "A name that cannot be used is said beside its field, and what was filled in stays",
        arguments: [("ada", 409, "already exists"), ("a/b", 400, "expected "), ("", 400, "Expected ")])
    func wrong(_ name: String, _ status: Int, _ word: String) async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/admin/groups", "name=physics", as: "root")
        let page = try await hub.form("/hub/admin/people", "name=\(name)&group-physics=1&admin=1", as: "root")
        #expect(page.status == status)
        #expect(page.body.firstMatch(of: /id="bad-name"[^>]*>([^<]+)</)?.output.1.contains(word) == true)
        #expect(
            page.body.contains("<details id=\"add\" open>") && page.body.contains("name=\"name\" value=\"\(name)\""))
        #expect(page.body.contains("name=\"group-physics\" value=\"1\" checked"))
        #expect(page.body.contains("name=\"admin\" value=\"1\" checked"))
        #expect(try await hub.accounts.users().count == 3)
    }

    @Test("People are found by name or group, and cut into pages")
    func list() async throws {
        let hub = try await TestHub()
        for number in 0..<130 {
            _ = try await hub.accounts.addUser(UserName("u\(number)"), isAdmin: false, at: hub.time.now(), audit: nil)
        }
        let first = try await hub.page("/hub/admin/people", as: "root")
        #expect(first.body.contains("1 to 100 of 133") && first.body.contains("q=&amp;offset=100\">Next"))
        let second = try await hub.page("/hub/admin/people?q=u&offset=100", as: "root")
        #expect(second.body.contains("101 to 130 of 130") && second.body.contains("q=u&amp;offset=0\">Previous"))
        #expect(second.body.contains("href=\"/hub/admin/people/u9\""))
        #expect(try await hub.page("/hub/admin/people?offset=999", as: "root").body.contains("Nobody"))
    }

    @Test("A person's page says what they get, and from which group")
    func terms() async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        for (group, policy) in [
            ("big", #"{"memory":"2G","member_quota":{"servers":3}}"#),
            ("small", #"{"memory":"1G","cpu":1,"profiles":["small"],"idle":{"timeout":"8h"}}"#),
        ] {
            _ = try await hub.api(.post, "/groups/\(group)", as: "root", body: #"{"users":["ada"]}"#)
            _ = try await hub.api(.put, "/groups/\(group)/policy", as: "root", body: policy)
        }
        let page = try await hub.page("/hub/admin/people/ada", as: "root")
        let said = page.body.matches(of: /<dt>([^<]+)<\/dt><dd>([^<]+) <span[^>]+>([^<]+)</)
            .map { [String($0.output.1), String($0.output.2), String($0.output.3)] }
        #expect(said.contains(["Profiles", "Small", "group small"]))
        #expect(said.contains(["A server has at most", "1 core and 2 GiB", "group big, small"]))
        #expect(said.contains(["Together at most", "3 servers, 1 server now", "what group big gives each member"]))
        #expect(said.contains(["An idle server stops", "after 8 h without activity", "group small"]))
        #expect(page.body.contains("<a href=\"/hub/servers/ada\">Default server</a>"))
        #expect(try await hub.page("/hub/admin/people/nobody", as: "root").status == 404)
    }

    @Test("Groups are joined and left on a person's page")
    func groups() async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/admin/groups", "name=physics", as: "root")
        #expect(try await hub.form("/hub/admin/people/ada/join", "group=physics", as: "root").status == 303)
        #expect(try await user(hub, "ada")?.groups == ["physics"])
        #expect(try await hub.form("/hub/admin/people/ada/leave", "group=physics", as: "root").status == 303)
        #expect(try await user(hub, "ada")?.groups == [])
        #expect(try await hub.form("/hub/admin/people/ada/join", "group=none", as: "root").status == 404)
    }

    @Test(
        "What is taken away is asked about first, with what is lost and kept, and then done",
        arguments: [("disable", "log in"), ("remove", "put aside"), ("promote", "manages everybody")])
    func asked(_ deed: String, _ word: String) async throws {
        let hub = try await TestHub()
        let before = try await user(hub, "ada")
        #expect(try await hub.form("/hub/admin/people/ada/\(deed)", "sure=1", as: "bob").status == 403)
        let question = try await hub.form("/hub/admin/people/ada/\(deed)", "", as: "root")
        #expect(question.status == 200 && question.body.contains("Lost") && question.body.contains(word))
        #expect(try await user(hub, "ada") == before)
        #expect(try await hub.form("/hub/admin/people/ada/\(deed)", "sure=1", as: "root").status == 303)
        #expect(try await user(hub, "ada") != before)
    }

    @Test("A removal purges the files only where that is ticked, and a disabled account is enabled by one click")
    func standing() async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/admin/people/ada/remove", "sure=1", as: "root")
        #expect(try await user(hub, "ada")?.standing == .leaving(purge: false))
        #expect(try await !hub.page("/hub/admin/people/ada", as: "root").body.contains("New login link"))
        _ = try await hub.form("/hub/admin/people/bob/disable", "sure=1", as: "root")
        _ = try await hub.form("/hub/admin/people/bob/enable", "", as: "root")
        #expect(try await user(hub, "bob")?.isActive == true)
        _ = try await hub.form("/hub/admin/people/bob/remove", "sure=1&purge=1", as: "root")
        #expect(try await user(hub, "bob")?.standing == .leaving(purge: true))
    }

    @Test("The only admin is told so in place of buttons, and keeps their rights whatever is sent")
    func lastAdmin() async throws {
        let hub = try await TestHub()
        let page = try await hub.page("/hub/admin/people/root", as: "root")
        #expect(page.body.contains("This is the only admin") && !page.body.contains("/people/root/demote"))
        for deed in ["demote", "disable", "remove"] {
            let refused = try await hub.form("/hub/admin/people/root/\(deed)", "sure=1", as: "root")
            #expect(refused.status == 409 && refused.body.contains("root is the last admin"))
        }
        #expect(try await user(hub, "root")?.canManage == true)
        _ = try await hub.form("/hub/admin/people/ada/promote", "sure=1", as: "root")
        let question = try await hub.form("/hub/admin/people/root/demote", "", as: "root")
        #expect(question.body.contains("This is your own account"))
        #expect(try await hub.form("/hub/admin/people/root/demote", "sure=1", as: "root").status == 303)
        #expect(try await user(hub, "root")?.isAdmin == false)
    }

    @Test("Somebody is logged out everywhere, and keeps their tokens unless these are meant, too")
    func logout() async throws {
        let hub = try await TestHub()
        let cookie = try await hub.cookie("ada")
        let token = ["Authorization": try await hub.token("ada")]
        #expect(try await hub.page("/hub/admin/people/ada", as: "root").body.contains("In 1 browser."))
        _ = try await hub.form("/hub/admin/people/ada/logout", "", as: "root")
        #expect(try await hub.ask(.get, "/hub/", ["Cookie": cookie, "Accept": "text/html"]).status == 303)
        #expect(try await hub.ask(.get, "/hub/api/user", token).status == 200)
        _ = try await hub.form("/hub/admin/people/ada/logout", "tokens=1", as: "root")
        #expect(try await hub.ask(.get, "/hub/api/user", token).status == 403)
    }
}
