import Accounts
import Servers

/// What a page's frame shows and allows beside its body.
struct PageHead {
    let title: String
    /// Who is logged in; nil leaves the navigation out.
    var viewer: Principal?
    /// The part of the navigation that the page is in.
    var section: Section?
    /// The part of the admin's pages that it is in, with the navigation of those.
    var part: AdminSection?
    /// Seconds after which a browser without scripts loads it again.
    var refresh: Int?
    /// The news that keeps it true; nil for that of its viewer's own.
    var news: PageNews?
    var width = Width.usual
    /// Whose notebook origins the page's forms may end up at, after redirects.
    var owners: [UserName] = []
    /// They may end up at anybody's.
    var anyOwner = false

    enum Section: String, CaseIterable {
        case servers, requests, account, admin

        var path: String {
            switch self {
            case .servers: "/hub/"
            case .requests: "/hub/requests"
            case .account: "/hub/account"
            case .admin: "/hub/admin"
            }
        }

        var label: String {
            switch self {
            case .servers: "Servers"
            case .requests: "Requests"
            case .account: "Account"
            case .admin: "Admin"
            }
        }
    }

    /// How wide its body may grow.
    enum Width: String { case narrow, usual, wide }
}

/// A link of a navigation.
struct PageLink {
    let href: String
    let label: String
    /// Whether it leads to what is looked at.
    let current: Bool
    /// How many there wait for its reader.
    var waiting: Int?
}
