import NIOCore
import NIOHTTP1
import Servers
import Testing

@testable import Gateway

@Suite("What of the traffic a person did")
struct DeedTests {
    private static let person = ["Sec-Fetch-User": "?1", "Sec-Fetch-Dest": "document"]

    @Test(
        "Requests that change something in Jupyter count; polls, static files and what an open tab sends by itself do not",
        arguments: [
            ("PUT", "api/contents/a.ipynb", true), ("POST", "api/contents/a.ipynb/checkpoints", true),
            ("PATCH", "api/contents/a.ipynb", true), ("DELETE", "api/contents/a.ipynb", true),
            ("POST", "api/sessions", true), ("PATCH", "api/sessions/1", true), ("POST", "api/kernels", true),
            ("POST", "api/kernels/1/interrupt", true), ("POST", "api/kernels/1/restart", true),
            ("DELETE", "api/kernels/1", true), ("POST", "api/terminals", true), ("POST", "api/shutdown", true),
            ("PUT", "lab/api/settings/x", true),
            // What JupyterLab sends every ten seconds while nobody looks at it.
            ("PUT", "lab/api/workspaces/default", false), ("GET", "lab/api/workspaces", false),
            ("GET", "api/kernels", false), ("GET", "api/sessions", false), ("GET", "api/terminals", false),
            ("GET", "api/contents", false), ("GET", "api/metrics/v1", false), ("HEAD", "lab", false),
            ("OPTIONS", "api/contents", false), ("GET", "static/lab/main.js", false), ("GET", "lab", false),
            // Extensions that poll, and proxied applications.
            ("POST", "git/work/status", false), ("POST", "api/events", false), ("POST", "proxy/8787/rpc", false),
            ("POST", "rstudio/events/get_events", false), ("POST", "", false), ("POST", "api", false),
            ("POST", "api/contentsx", false), ("POST", "other/api/contents", false),
        ])
    func requests(method: String, path: String, expected: Bool) {
        let head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: "/")
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        #expect(Deeds.counts(head, below: segments) == expected)
    }

    @Test(
        "A page counts that a person opened, and none that a browser opened by itself",
        arguments: [
            (person, true), (["Sec-Fetch-Dest": "document"], false), (["Sec-Fetch-User": "?1"], false),
            (["Sec-Fetch-User": "?1", "Sec-Fetch-Dest": "iframe"], false), ([:], false),
        ])
    func pages(headers: [String: String], expected: Bool) {
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: "/", headers: HTTPHeaders(headers.map { ($0, $1) }))
        #expect(Deeds.counts(head, below: ["lab", "tree", "a.ipynb"]) == expected)
        #expect(Deeds.counts(head, below: ["rstudio", ""]) == expected)
    }

    @Test(
        "Messages count that go to a kernel or a terminal",
        arguments: [
            ("api/kernels/1/channels", true), ("terminals/websocket/1", true), ("api/kernels/1/other", false),
            ("api/kernels/channels", false), ("api/events/subscribe", false), ("api/collaboration/room/x", false),
            ("lsp/ws/pylsp", false), ("proxy/8787/websocket", false), ("ws", false), ("", false),
        ])
    func messages(path: String, expected: Bool) {
        #expect(Deeds.countsMessages(below: path.split(separator: "/").map(String.init)) == expected)
    }

    @Test(
        "The path is read below the server's own, once decoded",
        arguments: [
            ("/user/ada/api/kernels?x=1", "", "", ["api", "kernels"]),
            ("/user/ada/gpu/api/%6bernels", "gpu", "", ["api", "kernels"]),
            ("/berth/user/ada/lab", "", "/berth", ["lab"]), ("/user/ada/", "", "", [""]),
            ("/other", "", "/berth", []), ("/user/ada/a//b", "", "", []),
        ])
    func paths(uri: String, name: String, base: String, expected: [String]) throws {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: uri)
        let key = ServerKey(owner: try UserName("ada"), name: try ServerName(name))
        let base = try #require(BasePath(base))
        #expect(Deeds.path(head, of: key, base: base) == expected)
    }
}
