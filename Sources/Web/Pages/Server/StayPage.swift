import HubAPI
import Servers

/// The page that a form which starts or ends a server was on. Whoever has scripts comes back there and sees how it goes on.
enum StayPage: String, Decodable {
    case home
    /// The server's own.
    case server
}

/// What a form did to a server; as a page's query has it, of the server that it names.
enum ServerDeed: String, CaseIterable {
    case launched, restarted, stopped, removed
}

extension StayPage? {
    /// Where the browser goes after a deed, below the base path. Without scripts a start goes on to the page that waits.
    ///
    /// - Parameter path: where to go within the server once it runs.
    func next(_ key: ServerKey, after deed: ServerDeed, path: String? = nil) -> String {
        let (owner, name) = (key.owner.value, key.name.value)
        switch (self, deed) {
        case (.home, .launched): return HubPaths.query(Self.home, [(deed.rawValue, name)])
        case (.server, .launched), (.server, .restarted):
            return HubPaths.query(HubPaths.serverPage(owner, name), [(deed.rawValue, name)])
        case (.server, .stopped): return HubPaths.serverPage(owner, name)
        case (nil, .launched), (nil, .restarted): return HubPaths.open(owner, name, path: path)
        case (.home, .restarted), (.home, .stopped), (nil, .stopped), (_, .removed): return Self.home
        }
    }

    private static var home: String { "/hub/" }
}
