import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Other resources for a server, while it runs.
struct ResizeRoutes {
    let useCases: UseCases
    /// How long an answer waits for the resize to be done.
    let wait: Duration

    private static let fields = ["cpu", "cpu_reserve", "memory", "profile", "shared_memory"]

    func add(to router: Router<WebContext>) {
        for path: RouterPath in ["server", "servers/:server"] {
            router.patch("/hub/api/users/:user/\(path)/resources", use: resize)
        }
    }

    @Sendable private func resize(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer()
        let body = try await RequestObject(request, allowed: Self.fields + ["gpus"])
        guard !body.isGiven("gpus") else {
            throw Refusal(
                .badRequest, code: "gpus_by_profile",
                "gpus: they come with the profile; choose another with \"profile\", which counts from the next start")
        }
        let edit = try LaunchOptionsEdit(body)
        let waiting = Self.fields.filter { body.isGiven($0) && ["profile", "shared_memory"].contains($0) }
        switch try await useCases.resizeServer(key, edit, by: principal) {
        case .applied(let tracked): return try answer(tracked, "applied", waiting)
        case .onNextStart(let tracked): return try answer(tracked, "on_next_start", Self.fields.filter(body.isGiven))
        case .pending(let tracked, let revision):
            let seen = await useCases.watchServer.resized(tracked, revision: revision, within: wait)
            return try settled(seen ?? tracked, waiting)
        }
    }

    /// What a resize came to within the wait.
    private func settled(_ tracked: TrackedServer, _ waiting: [String]) throws -> Response {
        guard tracked.activity == .ready || tracked.activity == .starting, let resize = tracked.server.currentResize
        else { return try answer(tracked, "on_next_start", waiting) }
        switch resize.outcome {
        case .pending: return try answer(tracked, "pending", waiting, .accepted)
        case .applied: return try answer(tracked, "applied", waiting)
        case .refused(_, let code, let message):
            return .error(.conflict, "\(tracked.server.key): \(message)", code: code)
        }
    }

    private func answer(
        _ tracked: TrackedServer, _ state: String, _ waiting: [String], _ status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let body = ResizeAnswer(
            state: state, resources: tracked.server.spec.map { ResourcesModel($0.resources) },
            resize: tracked.server.currentResize.map { ResizeModel($0) }, onNextStart: waiting,
            next: tracked.server.nextOptions.map { LaunchRequest($0) })
        return try .json(body, status: status)
    }
}

extension ResizeModel {
    init(_ resize: Resize) {
        self.init(
            revision: resize.revision, state: "pending", target: ResourcesModel(resize.target), by: resize.by,
            at: resize.at.description, code: nil, message: nil)
        switch resize.outcome {
        case .pending: break
        case .applied: state = "applied"
        case .refused(_, let code, let message):
            state = "refused"
            self.code = code
            self.message = message
        }
    }

    /// Of a server that runs or starts, what is not done yet or could not be; nil when there is nothing to tell.
    init?(untold tracked: TrackedServer) {
        guard tracked.activity == .ready || tracked.activity == .starting, let resize = tracked.server.currentResize
        else { return nil }
        self.init(resize)
        if state == "applied" { return nil }
    }
}
