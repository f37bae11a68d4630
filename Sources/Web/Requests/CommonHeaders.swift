import HTTPTypes
import HubAPI
import Hummingbird
import Logging

/// What every answer says: the versions, and that nothing may be guessed. Log lines get the id that the gateway gave the
/// request.
struct CommonHeaders: RouterMiddleware {
    let version: String

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let id = request.headers[.requestID] { context.logger[metadataKey: "hb.request.id"] = "\(id)" }
        var response = try await next(request, context)
        response.headers[.hubVersion] = VersionModel.matched
        response.headers[.berthVersion] = version
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
