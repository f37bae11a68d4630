import Accounts
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// A page that a notice in JupyterLab leads to, drawn by the template `offer`: what there is to know of a server, one thing
/// that can be done about it, and the ways on. Before its button is pressed nothing is changed.
struct ServerOffer {
    let key: ServerKey
    let title: String
    /// What there is to know.
    var message: String?
    /// What was done, or why not.
    var outcome: String?
    var button: Button?
    /// In place of the button, where something else must be typed.
    var form: Form?

    struct Button {
        let action: String
        let label: String
        /// What it gives, in bytes, where it gives memory.
        var memory: Int64?
    }

    struct Form {
        let action: String
        let problem: String?
        let fields: [TextField]
    }

    private struct Page {
        let offer: ServerOffer
        /// Back into the server, or where it is started.
        let open: String
        let home: String
    }

    func draw(_ pages: Pages, for viewer: Principal, status: HTTPResponse.Status = .ok) -> Response {
        let origins = pages.origins
        let page = Page(
            offer: self, open: origins.path(HubPaths.open(key.owner.value, key.name.value)),
            home: origins.path("/hub/"))
        return pages.draw(
            .offer, page, PageHead(title: title, viewer: viewer, section: .servers, owners: [key.owner]),
            status: status)
    }
}
