import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// Whether all is well, and what to do where it is not: what `/hub/health/ready` and `berth doctor` say, too.
struct HealthPage {
    let useCases: UseCases
    let pages: Pages
    let version: String

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.health.path), use: page)
    }

    private struct Page {
        let version: String
        /// Nil while all is well.
        let summary: String?
        let parts: [Part]
    }

    private struct Part {
        let name: String
        let word: String
        let kind: String
        /// What is wrong; nil while nothing is.
        let wrong: String?
        let remedy: String?

        init(_ finding: HealthFinding) {
            name = finding.part.label
            (word, kind) =
                switch finding.verdict {
                case .ok: ("Well", "ready")
                case .warn: ("Needs a look", "pending")
                case .fail: ("Fails", "failed")
                }
            wrong = finding.problem.map { "\($0.capitalisedFirst)." }
            remedy = finding.remedy.map { "\($0)." }
        }
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let news = await useCases.news(of: nil, by: principal)
        let findings = await useCases.readHealth.findings()
        let page = Page(
            version: version, summary: Self.summary(findings),
            parts: findings.map { Part($0) })
        return pages.draw(
            .health, page,
            PageHead(
                title: "Health", viewer: principal, section: .admin, part: .health,
                news: news, width: .wide))
    }

    private static func summary(_ findings: [HealthFinding]) -> String? {
        if findings.contains(where: { $0.verdict == .fail }) { return "Servers cannot be launched or reached." }
        return findings.contains { $0.verdict == .warn } ? "It goes on, and something needs a look." : nil
    }
}

extension HealthFinding.Part {
    /// For people.
    fileprivate var label: String {
        switch self {
        case .engine: "Engine"
        case .isolation: "Isolation"
        case .store: "Store"
        case .gateway: "Gateway"
        case .certificate: "Certificate"
        case .profiles: "Profiles"
        case .disk: "Disk"
        case .clock: "Clock"
        }
    }
}
