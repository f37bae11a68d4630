import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Logging
import NIOCore
import Servers

/// Turns whatever was thrown into an answer: JSON for programs, a page for people. What nobody foresaw is logged with the
/// request's id, and the answer says only that id.
struct ErrorAnswers: RouterMiddleware {
    let pages: Pages

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if request.method == .options, request.isForAPI { return Response(status: .ok) }
        do {
            return try await next(request, context)
        } catch is LoginNeeded {
            let next = request.method == .get ? SafePath.hub(request.uri.string) : nil
            let query = next.map { "?next=\(HubPaths.queryValue($0))" } ?? ""
            return .seeOther(pages.origins.path(HubPaths.login + query))
        } catch {
            return answer(Failure(error, request, context), to: request)
        }
    }

    private func answer(_ failure: Failure, to request: Request) -> Response {
        var response =
            request.wantsPage || request.isForm
            ? pages.problem(failure.status, failure.message)
            : .error(failure.status, failure.message, code: failure.code)
        for field in failure.headers { response.headers[field.name] = field.value }
        return response
    }
}

extension Request {
    /// Whether it is a page's form: its sender waits for a page.
    var isForm: Bool {
        !isForAPI && headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
    }
}

/// An error as it is answered.
private struct Failure {
    let status: HTTPResponse.Status
    let message: String
    let code: String
    var headers: HTTPFields = [:]

    init(_ error: any Error, _ request: Request, _ context: WebContext) {
        switch error {
        case let refusal as Refusal:
            (status, message, code) = (refusal.kind.status, refusal.message, refusal.code)
            let pause = refusal.retryAfter ?? (refusal.kind == .unavailable ? .seconds(2) : nil)
            if let pause { headers[.retryAfter] = "\(Int((pause / .seconds(1)).rounded(.up)))" }
        case let invalid as InvalidValue:
            (status, message, code) = (.badRequest, invalid.description, "bad_value")
        case is NIOTooManyBytesError:
            (status, message, code) = (.contentTooLarge, "The body is longer than 1 MiB", "too_large")
        case let error as HTTPError where error.status == .notFound:
            self = Failure(unrouted: request)
        case let error as HTTPError:
            (status, message, code) = (error.status, error.body ?? error.status.reasonPhrase, "bad_request")
        case is CancellationError:
            (status, message, code) = (.serviceUnavailable, "Berth is stopping; try again", "stopping")
        default:
            context.logger.error("A request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            status = .internalServerError
            message = "Something went wrong inside Berth. Its log has the details under request \(context.requestID)."
            code = "internal_error"
        }
    }

    /// No route: another method would do (405), or none (404).
    private init(unrouted request: Request) {
        let methods = HubOperation.methods(of: request.uri.path)
        if methods.isEmpty || methods.contains(request.method.rawValue) {
            (status, message, code) = (.notFound, "There is nothing at this address", "not_found")
        } else {
            status = .methodNotAllowed
            message = "\(request.method.rawValue) is not possible here; possible: \(methods.joined(separator: ", "))"
            code = "method_not_allowed"
            headers[.allow] = methods.joined(separator: ", ")
        }
    }
}

extension Refusal.Kind {
    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .quota: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }
}
