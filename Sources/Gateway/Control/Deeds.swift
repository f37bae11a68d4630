import NIOHTTP1
import Servers

/// What of the traffic to a server shows that a person, or a program for them, did something. Pure.
///
/// Told by what Jupyter's own paths mean, because a browser's tab that nobody looks at sends requests that look like deeds:
/// JupyterLab writes its layout every ten seconds (`PUT lab/api/workspaces`), extensions poll with `POST`, and proxied
/// applications with whatever they like. What those do shows in processes and kernels, which are looked at, too.
enum Deeds {
    /// What can be changed in Jupyter, by the start of its path below the server's own.
    private static let doors: [[String]] = [
        ["api", "contents"], ["api", "sessions"], ["api", "kernels"], ["api", "terminals"], ["api", "shutdown"],
        ["lab", "api", "settings"], ["files"],
    ]

    /// Whether a request is a deed: one that changes something by a door of Jupyter's (an interrupt of a kernel, too: somebody
    /// pressed it), or a page that a person opened, as their browser says. Never a poll, a static file, or a page that a
    /// browser opens by itself.
    static func counts(_ head: HTTPRequestHead, below path: [String]) -> Bool {
        if !CrossOrigin.isSafe(head.method) { return doors.contains { path.starts(with: $0) } }
        return head.method == .GET && head.headers.first(name: "sec-fetch-user") == "?1"
            && head.headers.first(name: "sec-fetch-dest") == "document"
    }

    /// Whether what a client sends through a WebSocket is a deed: to a kernel, or to a terminal. Those of extensions and
    /// proxied applications have heart-beats of their own kind.
    static func countsMessages(below path: [String]) -> Bool {
        path.count == 4 && path.starts(with: ["api", "kernels"]) && path.last == "channels"
            || path.count == 3 && path.starts(with: ["terminals", "websocket"])
    }

    /// The path of a request below its server's own: `["api", "kernels"]` of `/user/ada/gpu/api/kernels`.
    static func path(_ head: HTTPRequestHead, of server: ServerKey, base: BasePath) -> [String] {
        guard let path = try? RequestPath(head.uri).below(base) else { return [] }
        return Array(path.segments.dropFirst(server.name.isDefault ? 2 : 3))
    }
}
