import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// A page that names servers before something is done with all of them, and what became of each after it; drawn by the
/// template `bulk`.
struct ServerList {
    let title: String
    let filter: String
    /// What is lost and kept, while it is asked.
    var lead: String?
    /// Why nothing was done.
    var problem: String?
    /// The question of after how long without activity, where that can be said.
    var idle: Idle?
    let servers: Part
    /// Those that stay as they are, and why.
    var others = Part()
    /// The form that does it; nil once that was done, or where there is nothing to do.
    var form: Form?

    struct Line {
        let name: String
        let detail: String
    }

    /// A list of which the first are named, and the others counted.
    struct Part {
        /// How many of a list it names.
        private static let named = 100

        let count: Int
        let lines: [Line]
        var rest: Int? { count > lines.count ? count - lines.count : nil }

        init() { (count, lines) = (0, []) }

        init<Item>(_ all: [Item], _ line: (Item) -> Line) {
            count = all.count
            lines = all.prefix(Self.named).map(line)
        }
    }

    struct Idle {
        let action: String
        let field: TextField
    }

    struct Form {
        let action: String
        /// After how long without activity, where that was said.
        var idle: String?
        /// How many are expected to be stopped.
        let expected: Int
        let label: String
    }

    private struct Page {
        let list: ServerList
        /// The filter, where there is one.
        let only: String?
        let servers: [Line]
        let more: Int?
        let stay: Stay?
        let back: String
    }

    private struct Stay {
        let label: String
        let lines: [Line]
        let rest: Int?
    }

    func draw(_ pages: Pages, by principal: Principal, status: HTTPResponse.Status = .ok) -> Response {
        let origins = pages.origins
        let stay =
            others.count == 0
            ? nil
            : Stay(
                label: others.count == 1 ? "1 stays as it is" : "\(others.count) stay as they are",
                lines: others.lines, rest: others.rest)
        let page = Page(
            list: self, only: filter.isEmpty ? nil : filter, servers: servers.lines, more: servers.rest, stay: stay,
            back: FleetPlace(path: origins.path(HubPaths.adminPage), filter: filter).at(0))
        return pages.draw(
            .bulk, page, PageHead(title: title, viewer: principal, section: .admin, part: .fleet, width: .wide),
            status: status)
    }
}
