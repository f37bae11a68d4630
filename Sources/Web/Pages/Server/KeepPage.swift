import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// The page that holds off the stop of an idle server, where a notice in JupyterLab leads: what is about to happen, one
/// button. It changes nothing before that is pressed.
struct KeepPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        for place: RouterPath in [":user", ":user/:server"] {
            router.get("/hub/keep/\(place)", use: ask)
            router.post("/hub/keep/\(place)", use: keep)
        }
    }

    private struct Page {
        let title: String
        /// What is about to happen and why, or what was done.
        let message: String
        /// Where the button leads; nil where there is nothing to hold off.
        let action: String?
        let label: String
        let open: String
        let home: String
    }

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let tracked = try await useCases.watchServer(key, by: principal)
        guard let verdict = try await useCases.listFleet.terms(of: [key.owner]).verdict(on: tracked) else {
            return draw(key, "It does not run: there is nothing to keep.", by: principal)
        }
        let may = principal.permissions.allows(.servers, server: key)
        let offered = may && verdict.canBeHeldOff
        return draw(
            key, Self.message(verdict), keeps: offered ? verdict.policy.usualKeep : nil, by: principal)
    }

    @Sendable private func keep(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let kept = try await useCases.keepServer(key, for: .usual, by: principal)
        let rule = kept.verdict?.verdict.rule
        let age = rule == .age ? " Its greatest age ends it all the same, and soon." : ""
        return draw(
            key, "It is kept for \(kept.length.roughly), however idle it is.\(age)", by: principal)
    }

    /// What is about to happen.
    private static func message(_ verdict: ServerVerdict) -> String {
        let why = verdict.sentences.map(\.capitalisedFirst).joined(separator: ". ")
        let left = verdict.verdict.changesAt.map { ($0 - verdict.at).roughly }
        return switch verdict.action {
        case .keep: "It is not about to be stopped. \(why)."
        case .warn: "It is stopped in \(left ?? "a while"), unless somebody uses it. \(why)."
        case .reap: "It is being stopped. \(why)."
        }
    }

    private func draw(
        _ key: ServerKey, _ message: String, keeps length: Duration? = nil, by principal: Principal
    ) -> Response {
        let origins = useCases.origins
        let name = key.named(for: principal)
        let title = "Keep \(name)"
        let place = HubPaths.end("keep", key.owner.value, key.name.value)
        let page = Page(
            title: title, message: message, action: length.map { _ in origins.path(place) },
            label: length.map { "Keep it for \($0.words)" } ?? "",
            open: origins.path(HubPaths.open(key.owner.value, key.name.value)), home: origins.path("/hub/"))
        return pages.draw(
            .keep, page, PageHead(title: title, viewer: principal, section: .servers, owners: [key.owner]))
    }
}
