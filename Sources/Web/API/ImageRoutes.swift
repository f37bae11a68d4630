import Control
import HubAPI
import Hummingbird
import Servers

/// The images on this machine, and removing those that nothing uses.
struct ImageRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/images", use: list)
        router.post("/hub/api/images/prune", use: prune)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let images = try await useCases.manageImages.all(by: context.requirePrincipal())
        return try .json(images.map { ImageModel($0) })
    }

    @Sendable private func prune(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let isDryRun = try await RequestObject(request, allowed: ["dry_run"]).bool("dry_run") ?? false
        let removed = try await useCases.manageImages.prune(isDryRun: isDryRun, by: principal)
        return try .json(removed.map { ImageModel($0) })
    }
}

extension ImageModel {
    init(_ entry: ManageImages.Entry) {
        self.init(
            id: entry.image.digest.value, references: entry.image.references, size: entry.image.size.count,
            pulledAt: entry.pulled?.pulledAt.description, usedBy: entry.users, unused: entry.isUnused)
    }
}
