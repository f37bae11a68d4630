import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page that gives a server more memory, where a notice in JupyterLab leads: what it has, what it would get, one button.
/// It changes nothing before that is pressed.
struct ResizePage {
    let useCases: UseCases
    let pages: Pages
    /// How long the answer waits for the resize to be done.
    let wait: Duration

    func add(to router: Router<WebContext>) {
        for place: RouterPath in [":user", ":user/:server"] {
            router.get("/hub/resize/\(place)", use: ask)
            router.post("/hub/resize/\(place)", use: resize)
        }
    }

    private struct Fields: Decodable {
        var cpu: String?
        var memory: String?

        /// Throws `InvalidValue` for a field that cannot be used; an empty one keeps what there is.
        func edit() throws -> LaunchOptionsEdit {
            let cpu = try LaunchFields.cores(cpu)
            let memory = try LaunchFields.given(memory).map { try Bytes($0, field: "memory") }
            return LaunchOptionsEdit(
                cpu: cpu.map { .set($0) } ?? .keep, memory: memory.map { .set($0) } ?? .keep)
        }
    }

    private struct Page {
        let title: String
        /// What it has and why that was too little; nil once something was done about it.
        let message: String?
        /// What was done, or why not.
        let outcome: String?
        let form: Form?
        /// Back into the server, or where it is started.
        let open: String
        let home: String

        struct Form {
            let action: String
            let memory: Int64
            let label: String
        }
    }

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let tracked = try await useCases.watchServer(key, by: principal)
        let memory = try request.query("memory").map { try Bytes($0, field: "memory") }
        return draw(tracked, memory: memory, outcome: nil, by: principal)
    }

    @Sendable private func resize(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let edit = try await request.form(Fields.self).edit()
        let outcome = try await useCases.resizeServer(key, edit, by: principal)
        switch outcome {
        case .applied(let tracked):
            return draw(tracked, memory: nil, outcome: "It has \(edit.words) now.", by: principal)
        case .onNextStart(let tracked):
            return draw(tracked, memory: nil, outcome: "It gets \(edit.words) on its next start.", by: principal)
        case .pending(let tracked, let revision):
            let seen = await useCases.watchServer.resized(tracked, revision: revision, within: wait) ?? tracked
            return settled(seen, edit, by: principal)
        }
    }

    private func settled(_ tracked: TrackedServer, _ edit: LaunchOptionsEdit, by principal: Principal) -> Response {
        switch tracked.server.currentResize?.outcome {
        case .applied?:
            draw(
                tracked, memory: nil, outcome: "It has \(edit.words) now. Its kernels are as they were.",
                by: principal)
        case .refused(_, _, let message)?:
            draw(
                tracked, memory: edit.newMemory, outcome: "That was not done: \(message)", status: .conflict,
                by: principal)
        case .pending?, nil:
            draw(tracked, memory: nil, outcome: "It gets \(edit.words) in a moment.", by: principal)
        }
    }

    /// - Parameter memory: what is offered; nil offers nothing, as where it is done.
    private func draw(
        _ tracked: TrackedServer, memory: Bytes?, outcome: String?, status: HTTPResponse.Status = .ok,
        by principal: Principal
    ) -> Response {
        let key = tracked.server.key
        let origins = useCases.origins
        let name = key.named(for: principal)
        let title = "Memory of \(name)"
        let place = HubPaths.end("resize", key.owner.value, key.name.value)
        let present = tracked.server.spec?.resources.memory
        let may = principal.permissions.allows(.servers, server: key)
        let offered = memory.flatMap { $0 == present || !may ? nil : $0 }
        let page = Page(
            title: title, message: outcome == nil ? message(tracked, present) : nil, outcome: outcome,
            form: offered.map {
                Page.Form(action: origins.path(place), memory: $0.count, label: "Give it \($0)")
            },
            open: origins.path(HubPaths.open(key.owner.value, key.name.value)), home: origins.path("/hub/"))
        return pages.draw(
            .resize, page, PageHead(title: title, viewer: principal, section: .servers, owners: [key.owner]),
            status: status)
    }

    private func message(_ tracked: TrackedServer, _ present: Bytes?) -> String {
        guard let present else { return "It was never launched." }
        let cause = tracked.outOfMemory.map { "\($0.sentence). " } ?? ""
        let way = tracked.activity == .ready ? "Kernels and what they hold are kept." : "It does not run."
        return "\(cause)It has \(present). \(way)"
    }
}

extension LaunchOptionsEdit {
    fileprivate var newMemory: Bytes? {
        switch memory {
        case .set(let memory): memory
        case .keep: nil
        }
    }

    /// `4 cores and 2 GiB`, or what of them is set.
    fileprivate var words: String {
        let cores: Cores? =
            switch cpu {
            case .set(let cores): cores
            case .keep: nil
            }
        return [cores.map(\.words), newMemory.map(\.description)].compactMap(\.self)
            .joined(separator: " and ")
    }
}
