import Accounts
import Control
import Foundation
import HTTPTypes
import Hummingbird
import Servers

/// Has the audit log know of what somebody tried who may not: whatever is refused with 403, and what concerns somebody else
/// and is answered as not there (404) when it would have changed something. Who shows no credential is nobody to name.
struct NoteRefusals: RouterMiddleware {
    let useCases: UseCases

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            await note(refusal, request, context)
            throw refusal
        }
    }

    private func note(_ refusal: Refusal, _ request: Request, _ context: WebContext) async {
        guard let principal = context.principal else { return }
        // The path's own parameters are known only to the route, inside.
        let segments = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? "" }
        let place = segments.firstIndex(of: "users").map { segments[($0 + 1)...] } ?? []
        let user = place.first ?? ""
        switch refusal.kind {
        case .forbidden: break
        case .notFound where !request.isSafe && !user.isEmpty && user != principal.user.name.value: break
        default: return
        }
        let server = place.dropFirst(2).first.flatMap { place.dropFirst().first == "servers" ? $0 : nil } ?? ""
        await useCases.noteRefusal(
            refusal, target: user.isEmpty ? "" : "\(user)/\(server)",
            request: ["method": request.method.rawValue, "path": request.uri.path], by: principal)
    }
}
