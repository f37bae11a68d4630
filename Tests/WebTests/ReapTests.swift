import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Idle servers over the API")
struct ReapTests {
    /// A hub where Ada's server runs, was looked at, and has been idle for an hour.
    private func idle() async throws -> (TestHub, ServerKey) {
        let hub = try await TestHub()
        let key = ServerKey(owner: try UserName("ada"))
        try await hub.haveIdle(key, for: .seconds(3600))
        return (hub, key)
    }

    @Test("Admins see every started server's verdict, with reasons, by the timeout they ask about")
    func plan() async throws {
        let (hub, _) = try await idle()
        let kept = try await hub.api(.get, "/reap", as: "root")
        #expect(kept.status == 200)
        let entry = try #require(try HubJSON.decode([ReapEntry].self, from: Data(kept.body.utf8)).first)
        #expect(entry.fullName == "ada/" && entry.profile == "small" && entry.action == "nothing")
        #expect(entry.verdict.verdict == "keep" && entry.verdict.rule == "active")
        #expect(entry.verdict.reasons == ["it was started 1 h ago"])
        #expect(entry.verdict.evidence.map(\.kind) == ["launch"] && entry.verdict.changesAt != nil)
        let reaped = try await hub.api(.get, "/reap?idle=30m&profile=small&user=ada&verdict=reap", as: "root")
        let stop = try #require(try HubJSON.decode([ReapEntry].self, from: Data(reaped.body.utf8)).first)
        #expect(stop.verdict.verdict == "reap" && stop.verdict.rule == "idle" && stop.action == "stop")
        #expect(stop.verdict.reasons.first?.contains("this request allows 30 min") == true)
        for nothing in ["verdict=warn", "user=bob", "idle=2h&verdict=reap", "filter=owner:eve", "over_memory=1G"] {
            #expect(try await hub.api(.get, "/reap?\(nothing)", as: "root").body == "[]", "\(nothing)")
        }
        let page = try await hub.api(
            .get, "/reap", as: "root", accept: "application/jupyterhub-pagination+json")
        #expect(try page.json()["_pagination"]?["total"] == 1)
    }

    @Test(
        "What cannot be read is refused, and named",
        arguments: [
            ("idle=0", "idle"), ("idle=soon", "idle"), ("idle=-5", "idle"), ("verdict=kept", "verdict"),
            ("over_memory=lots", "over_memory"), ("filter=colour:red", "filter term 1"), ("user=%00", "user"),
        ])
    func wrong(query: String, field: String) async throws {
        let hub = try await TestHub()
        let answer = try await hub.api(.get, "/reap?\(query)", as: "root")
        #expect(answer.status == 400 && answer.body.contains(field))
    }

    @Test("Only admins see and do it")
    func permission() async throws {
        let (hub, key) = try await idle()
        #expect(try await hub.api(.get, "/reap").status == 403)
        #expect(try await hub.api(.post, "/reap", body: #"{"idle":1}"#).status == 403)
        #expect(try await hub.servers.server(key)?.server.desired == .running)
    }

    @Test("Reaping looks anew, so what cannot be looked at by now is spared, and says so")
    func spared() async throws {
        let (hub, key) = try await idle()
        let answer = try await hub.api(.post, "/reap", as: "root", body: #"{"idle":"30m","user":"ada"}"#)
        #expect(answer.status == 200)
        let told = try HubJSON.decode(ReapAnswer.self, from: Data(answer.body.utf8))
        #expect(told.stopped == 0 && told.servers.map(\.result) == ["spared"])
        #expect(told.servers.first?.verdict?.rule == "unknown")
        #expect(try await hub.servers.server(key)?.server.desired == .running)
        let none = try await hub.api(.post, "/reap", as: "root", body: #"{"idle":"2h"}"#)
        #expect(try HubJSON.decode(ReapAnswer.self, from: Data(none.body.utf8)).servers.isEmpty)
    }

    @Test("More than was expected is refused; a body that makes no sense, too")
    func expected() async throws {
        let (hub, _) = try await idle()
        let more = try await hub.api(.post, "/reap", as: "root", body: #"{"idle":60,"at_most":0}"#)
        #expect(more.status == 409)
        #expect(try more.code() == "more_than_expected" || more.body.contains("spared"))
        for body in [#"{"idle":"never"}"#, #"{"at_most":-1}"#, #"{"over_memory":true}"#, #"{"force":true}"#] {
            #expect(try await hub.api(.post, "/reap", as: "root", body: body).status == 400, "\(body)")
        }
    }

    @Test("Its owner keeps a server, within what policies let, and the answer says until when")
    func keep() async throws {
        let (hub, key) = try await idle()
        let answer = try await hub.api(.post, "/users/ada/server/keep", body: #"{"for":"8h"}"#)
        #expect(answer.status == 200)
        let kept = try HubJSON.decode(KeepAnswer.self, from: Data(answer.body.utf8))
        let until = try #require(try await hub.servers.server(key)?.idle.keptUntil)
        #expect(kept.until == until.description && until == hub.time.now() + .seconds(8 * 3600))
        #expect(kept.verdict?.rule == "active" || kept.verdict?.rule == "kept")
        let later = (hub.time.now() + .seconds(36_000)).description
        #expect(try await hub.api(.post, "/users/ada/server/keep", body: #"{"until":"\#(later)"}"#).status == 200)
        #expect(try await hub.api(.post, "/users/ada/server/keep").status == 200)
        let tooLong = try await hub.api(.post, "/users/ada/server/keep", body: #"{"for":86401}"#)
        #expect(try tooLong.status == 400 && tooLong.code() == "keep_limit")
        for body in [#"{"for":0}"#, #"{"for":"4h","until":"\#(later)"}"#, #"{"until":"noon"}"#, #"{"hours":1}"#] {
            #expect(try await hub.api(.post, "/users/ada/server/keep", body: body).status == 400, "\(body)")
        }
        #expect(try await hub.api(.post, "/users/ada/server/keep", as: "bob").status == 404)
        #expect(try await hub.api(.post, "/users/bob/server/keep", as: "bob").status == 404)
    }

    @Test("The page says what is about to happen, and its button alone changes it")
    func page() async throws {
        let (hub, key) = try await idle()
        let asked = try await hub.page("/hub/keep/ada")
        #expect(asked.status == 200 && asked.body.contains("It is not about to be stopped."))
        #expect(asked.body.contains("action=\"/hub/keep/ada\"") && asked.body.contains("Keep it for 4 h"))
        #expect(try await hub.servers.server(key)?.idle == IdleRecord())
        hub.time.advance(by: .seconds(14_000))
        #expect(try await hub.page("/hub/keep/ada").body.contains("It is stopped in"))
        let kept = try await hub.form("/hub/keep/ada", "", as: "ada")
        #expect(kept.status == 200 && kept.body.contains("It is kept for 4 h"))
        #expect(try await hub.servers.server(key)?.idle.keptUntil != nil)
        #expect(try await hub.page("/hub/keep/ada", as: "bob").status == 404)
        #expect(try await hub.form("/hub/keep/ada", "", as: "bob").status == 404)
        let cookie = try await hub.cookie("ada")
        let foreign = try await hub.ask(
            .post, "/hub/keep/ada", ["Cookie": cookie, "Origin": "http://evil.localhost:8000"], body: "")
        #expect(foreign.status == 403)
    }

    @Test("A group's policy says when members' servers are stopped, and is answered as it counts")
    func groupPolicy() async throws {
        let (hub, _) = try await idle()
        _ = try await hub.api(.post, "/groups/lab", as: "root", body: #"{"users":["ada"]}"#)
        let body = #"""
            {"idle":{"timeout":"30m","notice":0,"busy_limit":"never","maximum_age":604800,"minimum_run":"90s",
            "keep_limit":"never","quiet_hours":{"from":"22:00","to":"6:00","zone":"UTC"},"exempt":false}}
            """#
        let set = try await hub.api(.put, "/groups/lab/policy", as: "root", body: body)
        let rules = try #require(try set.json()["policy"]?["idle"])
        #expect(rules["timeout"] == 1800 && rules["notice"] == 0 && rules["busy_limit"] == "never")
        #expect(rules["quiet_hours"] == ["from": "22:00", "to": "06:00", "zone": "UTC"])
        #expect(rules["maximum_age"] == 604_800 && rules["minimum_run"] == 90 && rules["exempt"] == false)
        #expect(try await hub.accounts.groups().first?.policy.idle?.keepLimit == .never)
        let verdict = try await hub.api(.get, "/reap", as: "root")
        #expect(verdict.body.contains("quiet_hours") || verdict.body.contains("group lab allows 30 min"))
        for (wrong, field) in [
            (#"{"timeout":0}"#, "idle.timeout"), (#"{"timeout":"soon"}"#, "idle.timeout"),
            (#"{"notice":"never"}"#, "idle.notice"), (#"{"exempt":"yes"}"#, "exempt"), (#"{"age":1}"#, "age"),
            (#"{"quiet_hours":{"from":"22:00","to":"6:00","zone":"Mars"}}"#, "idle.quiet_hours.zone"),
            (#"{"quiet_hours":{"from":"22:00"}}"#, "idle.quiet_hours"),
        ] {
            let answer = try await hub.api(.put, "/groups/lab/policy", as: "root", body: #"{"idle":\#(wrong)}"#)
            #expect(answer.status == 400 && answer.body.contains(field), "\(wrong)")
        }
    }
}
