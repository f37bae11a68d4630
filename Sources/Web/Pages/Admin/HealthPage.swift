import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// Whether all is well, and what to do where it is not.
struct HealthPage {
    let useCases: UseCases
    let pages: Pages
    let version: String

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.health.path), use: page)
    }

    private struct Page {
        let links: [AdminSection.Link]
        let version: String
        let checks: [Check]
    }

    private struct Check {
        let name: String
        let word: String
        let kind: String
        let detail: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let edition = useCases.watchServer.edition
        let problems = try useCases.readProfileProblems(by: principal)
        let page = Page(
            links: AdminSection.health.links(useCases.origins), version: version,
            checks: [engine, disk, certificate].compactMap(\.self) + [Self.profiles(problems)])
        return pages.draw(
            .health, page,
            PageHead(
                title: "Health", viewer: principal, section: .admin,
                events: useCases.origins.path(HubPaths.news(of: nil)), edition: edition, width: .wide))
    }

    private var engine: Check? {
        if let problem = useCases.readHealth.engineProblem {
            return Check(
                name: "Engine", word: "Away", kind: "failed",
                detail: "\(problem). Running notebooks go on; nothing new starts until it answers.")
        }
        guard let host = useCases.readHealth.host else {
            return Check(name: "Engine", word: "Unknown", kind: "pending", detail: "It has not answered yet.")
        }
        return Check(
            name: "Engine", word: "Answers", kind: "ready",
            detail: "\(host.capacity.cpu) cores and \(host.capacity.memory) on this machine.")
    }

    private var disk: Check? {
        switch useCases.readHealth.disk {
        case .ok: Check(name: "Disks", word: "Room enough", kind: "ready", detail: "")
        case .warn:
            Check(
                name: "Disks", word: "Filling up", kind: "pending",
                detail: "Remove images that nothing uses ('berth image prune'), or make room in the workspaces.")
        case .refuse:
            Check(
                name: "Disks", word: "Full", kind: "failed",
                detail: "Nothing is launched until there is room: 'berth image prune' removes images that nothing uses."
            )
        }
    }

    /// Nil where the gateway speaks plain HTTP.
    private var certificate: Check? {
        useCases.readHealth.certificate.map { certificate in
            if let problem = certificate.problem {
                return Check(
                    name: "Certificate", word: "Not renewed", kind: "failed",
                    detail: "\(problem). The one from before is used until \(certificate.expiresAt.forPages).")
            }
            return Check(
                name: "Certificate", word: "Good", kind: "ready", detail: "Until \(certificate.expiresAt.forPages).")
        }
    }

    private static func profiles(_ problems: [String]) -> Check {
        guard !problems.isEmpty else {
            return Check(name: "Profiles", word: "As on disk", kind: "ready", detail: "")
        }
        return Check(
            name: "Profiles", word: "Not as on disk", kind: "failed",
            detail: "\(problems.count) problems; those read before stay in force. The page Profiles names them.")
    }
}
