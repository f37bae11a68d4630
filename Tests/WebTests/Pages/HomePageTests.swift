import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Home")
struct HomePageTests {
    private let key: ServerKey

    init() throws { key = ServerKey(owner: try UserName("ada")) }

    @Test("Whoever can see it there stays while a launch goes on; else the form goes on to the page that waits")
    func stays() async throws {
        let hub = try await TestHub()
        #expect(try await hub.form("/hub/", "profile=small&stay=home", as: "ada").location == "/hub/?launched=")
        let starting = try await hub.page("/hub/?launched=")
        for part in [
            "data-launch=\"ada/\" data-opens", "It opens by itself", ">Cancel<", "Jupyter</li>",
        ] {
            #expect(starting.body.contains(part), "\(part)")
        }
        let elsewhere = try await hub.page("/hub/")
        #expect(elsewhere.body.contains("data-launch=\"ada/\"") && !elsewhere.body.contains("data-opens"))
        #expect(elsewhere.body.contains("Open when ready"))
        try await hub.reach(key, .started)
        #expect(try await hub.page("/hub/?launched=").location == "/hub/open/ada")
        #expect(try await hub.page("/hub/").status == 200)
        try await hub.reach(key, .finished, reason: .exited)
        #expect(try await hub.page("/hub/?launched=").status == 200)
        try await hub.reach(key, .finished, reason: .startTimeout)
        #expect(try await hub.page("/hub/?launched=").location == "/hub/open/ada")
        #expect(try await hub.form("/hub/", "name=gpu&profile=small", as: "ada").location == "/hub/open/ada/gpu")
    }

    static let wrong = [
        ("profile=small&memory=%3Cb%3Elots", "id=\"bad-memory\"", "value=\"&lt;b&gt;lots\""),
        ("name=gpu&profile=small&cpu=64&memory=2G", "id=\"bad-cpu\"", "value=\"2G\""),
        ("name=Not+one&profile=small&clean=1", "id=\"bad-name\"", "value=\"Not one\""),
        ("name=lab&profile=none", "id=\"bad-name\"", "value=\"lab\""),
        ("name=gpu&profile=none&memory=2G", "id=\"bad-profile\"", "value=\"2G\""),
    ]

    @Test("What cannot be launched is said beside its field, and what was filled in stays", arguments: wrong)
    func refused(_ fields: String, _ problem: String, _ kept: String) async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let answer = try await hub.form("/hub/", fields, as: "ada")
        #expect(answer.status == 400 && answer.body.contains(problem) && answer.body.contains(kept))
        #expect(answer.body.contains("<details id=\"another\" open>") && !answer.body.contains("<b>lots"))
        #expect(try await hub.servers.servers(of: nil).count == 1)
    }

    @Test("What no field is to blame for is said above the form, or above the list where a server of it was to start")
    func unavailable() async throws {
        let hub = try await TestHub(engineAnswers: false)
        _ = try await hub.api(.put, "/users/ada/servers/gpu")
        for fields in ["profile=small&name=new", "name=gpu&stay=home"] {
            let answer = try await hub.form("/hub/", fields, as: "ada")
            #expect(answer.status == 503 && answer.body.contains("The container engine has not answered yet"))
            let isAbove = answer.body.firstRange(of: "role=\"alert\"").map { alert in
                answer.body.firstRange(of: "id=\"servers\"").map { alert.lowerBound < $0.lowerBound }
            }
            #expect(isAbove == (fields.hasPrefix("name=gpu")))
        }
    }

    @Test("The page of a server says beside its form why it was not launched")
    func refusedThere() async throws {
        let hub = try await TestHub()
        let answer = try await hub.form("/hub/spawn/ada", "profile=small&memory=64G&path=lab%2Fx", as: "ada")
        #expect(answer.status == 400 && answer.body.contains("id=\"bad-memory\""))
        #expect(answer.body.contains("value=\"64G\"") && answer.body.contains("value=\"lab/x\""))
    }

    @Test("A launch shows what it writes once it takes longer than usual, not before and not before there is anything")
    func slow() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .launched)
        #expect(try await !hub.page("/hub/").body.contains("data-log"))
        try await hub.contain(key)
        let log = "data-log=\"/hub/api/users/ada/server/logs?tail=200&amp;follow=1#1\""
        let early = try await hub.page("/hub/").body
        #expect(early.contains(log) && early.contains(/data-from="[^"]+" hidden>/))
        hub.time.advance(by: .seconds(31))
        let late = try await hub.page("/hub/").body
        #expect(late.contains(log) && late.contains(/data-from="[^"]+">/))
    }

    static let ends: [(FinishReason, String)] = [
        (.reapedIdle, "Stopped</span> because it was idle"), (.stoppedByUser, "Stopped</span> by you"),
        (.pullFailed, "Failed</span> its image could not be pulled"),
    ]

    @Test("Why a server ended and when is read as a sentence, without the engine's own words", arguments: ends)
    func ended(_ reason: FinishReason, _ words: String) async throws {
        let hub = try await TestHub()
        try await hub.have(key, .finished, reason: reason, message: "dial tcp: connection refused")
        let home = try await hub.page("/hub/").body.replacing(/<span class="quiet small message">|\s+/, with: " ")
        #expect(home.replacing("  ", with: " ").contains("\(words), <time") && !home.contains("dial tcp"))
        let page = try await hub.page("/hub/servers/ada").body
        #expect(page.contains(/ed<\/span> <span class="quiet small"><time[^>]+data-since>/))
        #expect(page.contains("It ended: \(reason == .stoppedByUser ? "stopped by you" : reason.sentence)."))
        // It has its name, which is not the name of what surrounds the form.
        #expect(page.contains("<legend") && !page.contains("<input name=\"Default"))
    }

    @Test("A server that runs has the way to its resize at hand, one that does not run has none")
    func resizes() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let way = "href=\"/hub/servers/ada#resize\""
        #expect(try await hub.page("/hub/").body.contains(way))
        #expect(try await hub.page("/hub/servers/ada").body.contains("<section id=\"resize\">"))
        try await hub.reach(key, .finished, reason: .exited)
        #expect(try await !hub.page("/hub/").body.contains(way))
    }

    @Test("A profile says which kernels its image has, where the image does; else nothing is said")
    func kernels() async throws {
        let hub = try await TestHub()
        let image = "berth/notebook:minimal"
        try await hub.control.images.refresh([image], hub.runtime)
        #expect(try await hub.api(.get, "/profiles").body.contains(#""kernels":null"#))
        hub.runtime.setKernels(["Python 3", "<b>R"], of: image)
        try await hub.control.images.refresh([image], hub.runtime)
        #expect(try await hub.api(.get, "/profiles").body.contains(#""kernels":["Python 3","<b>R"]"#))
        #expect(try await hub.page("/hub/").body.contains(">Python 3, &lt;b&gt;R</span>"))
    }
}
