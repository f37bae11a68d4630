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
            origins.path(HubPaths.form(rawValue, key.owner.value, key.name.value))
        }
    }

    private func end(_ ending: Ending, _ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let fields = try await request.form(Consequences.Fields.self)
        let busy = try await useCases.readKernels(key, by: principal).busy
        if !busy.isEmpty, !fields.isSure {
            return ask(ending, key, busy, stay: fields.stay, of: principal)
                .draw(pages, for: principal, in: .servers, owners: [key.owner])
        }
        return .seeOther(useCases.origins.path(fields.stay.next(key, after: try await end(ending, key, by: principal))))
    }

    private func end(_ ending: Ending, _ key: ServerKey, by principal: Principal) async throws -> ServerDeed {
        switch ending {
        case .stop:
            _ = try await useCases.stopServer(key, by: principal)
            return .stopped
        case .restart:
            _ = try await useCases.restartServer(key, options: LaunchOptions(), by: principal)
            return .restarted
        case .remove:
            _ = try await useCases.removeServer(key, by: principal)
            return .removed
        }
    }

    private func ask(
        _ ending: Ending, _ key: ServerKey, _ busy: [NotebookKernel], stay: StayPage?, of viewer: Principal
    ) -> Consequences {
        let kernels = busy.map {
            Consequences.Loss(
                $0.path ?? "A kernel without a notebook", note: $0.name, heard: $0.lastActivity?.description)
        }
        return Consequences(
            title: "\(key.named(for: viewer).capitalisedFirst) is computing",
            lost: ["What these have in memory, and what they compute now:"] + kernels, kept: ["Files."],
            action: ending.action(key, useCases.origins), verb: "\(ending.label) all the same",
            stay: stay?.rawValue, back: useCases.origins.path(stay.next(key, after: .stopped)))
    }
}
