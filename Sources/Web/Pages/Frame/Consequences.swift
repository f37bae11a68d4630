import Accounts
import Hummingbird

/// A page that asks before something is taken away: what is lost and what is kept, one button, and a way back. Its form
/// comes to the same place as the one that led here, with `sure`.
struct Consequences {
    var title: String
    /// What should be known before all else.
    var warning: String?
    let lost: [String]
    let kept: [String]
    let action: String
    /// What the button says.
    let verb: String
    /// One thing more that can be had with it.
    var option: Option?
    let back: String

    struct Option {
        let name: String
        let label: String
    }

    func draw(_ pages: Pages, for viewer: Principal) -> Response {
        pages.draw(.consequences, self, PageHead(title: title, viewer: viewer, section: .admin))
    }
}
