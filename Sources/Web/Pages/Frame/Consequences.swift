import Accounts
import Hummingbird
import Servers

/// A page that asks before something is taken away: what is lost and what is kept, one button, and a way back. Its form
/// comes to the same place as the one that led here, with `sure`.
struct Consequences {
    var title: String
    /// What should be known before all else.
    var warning: String?
    let lost: [Loss]
    let kept: [String]
    let action: String
    /// What the button says.
    let verb: String
    /// One thing more that can be had with it.
    var option: Option?
    /// The page that its form, once sent, comes back to; as the form that led here said it.
    var stay: String?
    let back: String

    struct Loss: ExpressibleByStringInterpolation {
        let words: String
        /// What is said quietly beside.
        var note: String?
        /// When it was last heard of.
        var heard: String?

        init(_ words: String, note: String? = nil, heard: String? = nil) {
            (self.words, self.note, self.heard) = (words, note, heard)
        }

        init(stringLiteral words: String) { self.init(words) }
    }

    /// What the forms of both pages send.
    struct Fields: Decodable {
        /// Present once it was said what is lost.
        var sure: String?
        /// Sent only by a page that shows how it goes on.
        var stay: StayPage?

        var isSure: Bool { sure != nil }
    }

    struct Option {
        let name: String
        let label: String
    }

    /// - Parameter owners: whose notebook origins its form may end up at.
    func draw(
        _ pages: Pages, for viewer: Principal, in section: PageHead.Section, owners: [UserName] = []
    ) -> Response {
        pages.draw(
            .consequences, self, PageHead(title: title, viewer: viewer, section: section, owners: owners))
    }
}
