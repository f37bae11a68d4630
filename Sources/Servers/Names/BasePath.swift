/// The path that hub and servers are below, where another site has the rest of the host: `/berth`. Mostly there is none.
package struct BasePath: Hashable, Sendable, CustomStringConvertible {
    /// Begins with a slash and ends without one; empty for the whole host.
    package let value: String

    /// The whole host.
    package static let none = BasePath(unchecked: "")

    /// Reads a path with or without a last slash: segments of letters, digits and `-._~`, none of them dots only. nil for
    /// anything else, and for a path that ends in `/hub` or `/user`: those are the first of what comes below.
    package init?(_ text: String) {
        let path = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard !path.isEmpty else {
            self = .none
            return
        }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.first == "", let last = segments.last, !["hub", "user"].contains(last),
            segments.dropFirst().allSatisfy(Self.isSegment)
        else { return nil }
        value = path
    }

    private init(unchecked value: String) { self.value = value }

    package var description: String { value }

    /// One word each; empty for the whole host.
    package var segments: [String] { value.split(separator: "/").map(String.init) }

    /// Where `server` is found on its origin, with both slashes.
    package func path(of server: ServerKey) -> String { value + server.path }

    private static let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)

    private static func isSegment(_ text: Substring) -> Bool {
        text.utf8.allSatisfy(unreserved.contains) && text.contains { $0 != "." }
    }
}
