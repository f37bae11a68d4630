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

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let tracked = try await useCases.watchServer(key, by: principal)
        guard let verdict = try await useCases.listFleet.terms(of: [key.owner]).verdict(on: tracked) else {
            return offer(key, message: "It does not run: there is nothing to keep.", to: principal)
                .draw(pages, for: principal)
        }
        var offer = offer(key, message: Self.message(verdict), to: principal)
        if principal.permissions.allows(.servers, server: key), verdict.canBeHeldOff {
            offer.button = ServerOffer.Button(
                action: useCases.origins.path(HubPaths.form("keep", key.owner.value, key.name.value)),
                label: "Keep it for \(verdict.policy.usualKeep.words)")
        }
        return offer.draw(pages, for: principal)
    }

    @Sendable private func keep(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let kept = try await useCases.keepServer(key, for: .usual, by: principal)
        let rule = kept.verdict?.verdict.rule
        let age = rule == .age ? " Its greatest age ends it all the same, and soon." : ""
        let outcome = "It is kept for \(kept.length.roughly), however idle it is.\(age)"
        return offer(key, outcome: outcome, to: principal).draw(pages, for: principal)
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

    private func offer(
        _ key: ServerKey, message: String? = nil, outcome: String? = nil, to viewer: Principal
    ) -> ServerOffer {
        ServerOffer(key: key, title: "Keep \(key.named(for: viewer))", message: message, outcome: outcome)
    }
}
