import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// The forms that end what runs: stop, restart, remove. Busy kernels are named and asked about first.
struct EndPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        for ending in Ending.allCases {
            for place: RouterPath in [":user", ":user/:server"] {
                router.post("/hub/\(ending.rawValue)/\(place)") { request, context in
                    try await end(ending, request, context)
                }
            }
        }
    }

    enum Ending: String, CaseIterable, Sendable {
        case stop, restart, remove

        /// What its button says.
        var label: String {
            switch self {
            case .stop: "Stop"
            case .restart: "Restart"
            case .remove: "Remove"
            }
        }

        /// Those that a server's owner has at hand.
        static func possible(for tracked: TrackedServer) -> [Ending] {
            switch tracked.activity {
            case .ready: [.stop, .restart]
            case .starting: [.stop]
            case .stopped: tracked.server.key.name.isDefault ? [] : [.remove]
            case .stopping: []
            }
        }

        /// The form's target.
        func action(_ key: ServerKey, _ origins: Origins) -> String {
            origins.path(HubPaths.end(rawValue, key.owner.value, key.name.value))
        }
    }

    private struct Fields: Decodable {
        /// Present once the person has seen what is lost.
        var force: String?
    }

    private struct Question {
        let title: String
        let verb: String
        let action: String
        let kernels: [Kernel]
        let home: String

        struct Kernel {
            let path: String
            let name: String
            let since: String?
        }
    }

    private func end(_ ending: Ending, _ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let busy = try await useCases.readKernels(key, by: principal).busy
        if !busy.isEmpty, try await request.form(Fields.self).force == nil {
            return ask(ending, key, busy, principal)
        }
        switch ending {
        case .stop: _ = try await useCases.stopServer(key, by: principal)
        case .restart: _ = try await useCases.restartServer(key, options: LaunchOptions(), by: principal)
        case .remove: _ = try await useCases.removeServer(key, by: principal)
        }
        let next = ending == .restart ? HubPaths.open(key.owner.value, key.name.value) : "/hub/"
        return .seeOther(useCases.origins.path(next))
    }

    private func ask(
        _ ending: Ending, _ key: ServerKey, _ busy: [NotebookKernel], _ principal: Principal
    ) -> Response {
        let title = "\(key.named(for: principal).capitalisedFirst) is computing"
        let question = Question(
            title: title, verb: ending.label, action: ending.action(key, useCases.origins),
            kernels: busy.map {
                Question.Kernel(
                    path: $0.path ?? "A kernel without a notebook", name: $0.name, since: $0.lastActivity?.description)
            }, home: useCases.origins.path("/hub/"))
        return pages.draw(
            .question, question,
            PageHead(title: title, viewer: principal, section: .servers, owners: [key.owner]))
    }
}
