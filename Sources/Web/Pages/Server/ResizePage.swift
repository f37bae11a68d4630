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
            let cpu = try Typed.cores(cpu)
            let memory = try Typed.memory(memory)
            return LaunchOptionsEdit(
                cpu: cpu.map { .set($0) } ?? .keep, memory: memory.map { .set($0) } ?? .keep)
        }
    }

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let tracked = try await useCases.watchServer(key, by: principal)
        let memory = try request.query("memory").map { try Bytes($0, field: "memory") }
        var offer = offer(tracked, to: principal)
        offer.message = message(tracked)
        offer.button = button(tracked, memory, by: principal)
        return offer.draw(pages, for: principal)
    }

    @Sendable private func resize(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer()
        let fields = try await request.form(Fields.self)
        let edit: LaunchOptionsEdit
        let outcome: ResizeServer.Outcome
        do {
            edit = try fields.edit()
            outcome = try await useCases.resizeServer(key, edit, by: principal)
        } catch {
            let problem = try FormProblem(error)
            var offer = offer(try await useCases.watchServer(key, by: principal), to: principal)
            offer.form = form(key, fields, problem)
            return offer.draw(pages, for: principal, status: problem.status)
        }
        switch outcome {
        case .applied(let tracked):
            return offer(tracked, "It has \(edit.words) now.", to: principal).draw(pages, for: principal)
        case .onNextStart(let tracked):
            return offer(tracked, "It gets \(edit.words) on its next start.", to: principal).draw(pages, for: principal)
        case .pending(let tracked, let revision):
            let seen = await useCases.watchServer.resized(tracked, revision: revision, within: wait) ?? tracked
            return settled(seen, edit, by: principal)
        }
    }

    private func settled(_ tracked: TrackedServer, _ edit: LaunchOptionsEdit, by principal: Principal) -> Response {
        switch tracked.server.currentResize?.outcome {
        case .applied?:
            return offer(tracked, "It has \(edit.words) now. Its kernels are as they were.", to: principal)
                .draw(pages, for: principal)
        case .refused(_, _, let message)?:
            var offer = offer(tracked, "That was not done: \(message)", to: principal)
            offer.button = button(tracked, edit.newMemory, by: principal)
            return offer.draw(pages, for: principal, status: .conflict)
        case .pending?, nil:
            return offer(tracked, "It gets \(edit.words) in a moment.", to: principal).draw(pages, for: principal)
        }
    }

    private func offer(_ tracked: TrackedServer, _ outcome: String? = nil, to viewer: Principal) -> ServerOffer {
        let key = tracked.server.key
        return ServerOffer(key: key, title: "Memory of \(key.named(for: viewer))", outcome: outcome)
    }

    private func place(_ key: ServerKey) -> String {
        useCases.origins.path(HubPaths.form("resize", key.owner.value, key.name.value))
    }

    /// Gives so much memory; nil where it has that already, or it is not theirs who look.
    private func button(_ tracked: TrackedServer, _ memory: Bytes?, by principal: Principal) -> ServerOffer.Button? {
        let key = tracked.server.key
        guard let memory, memory != tracked.server.spec?.resources.memory,
            principal.permissions.allows(.servers, server: key)
        else { return nil }
        return ServerOffer.Button(action: place(key), label: "Give it \(memory)", memory: memory.count)
    }

    /// What was sent and cannot be had.
    private func form(_ key: ServerKey, _ fields: Fields, _ problem: FormProblem) -> ServerOffer.Form {
        ServerOffer.Form(
            action: place(key), problem: problem.beside(["cpu", "memory"]),
            fields: [
                TextField("Cores", "cpu", fields.cpu, hint: "as now", with: [.decimal], error: problem.with("cpu")),
                TextField("Memory", "memory", fields.memory, hint: "as now", error: problem.with("memory")),
            ])
    }

    private func message(_ tracked: TrackedServer) -> String {
        guard let present = tracked.server.spec?.resources.memory else { return "It was never launched." }
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
