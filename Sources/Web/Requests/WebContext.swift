import Accounts
import Control
import Foundation
import Hummingbird
import Logging

/// What is known of a request while it is answered.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is asking; nil without a valid credential.
    var principal: Principal?
    /// The browser's session, when that is the credential.
    var session: Session?

    init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }

    /// One that belongs to no connection, for a request that comes from elsewhere than the socket.
    init(from source: some RequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }

    /// The request's id as its log lines have it; `-` when the log keeps none.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "-" }

    /// Who is asking; throws JupyterHub's 403 without a credential.
    func requirePrincipal() throws -> Principal {
        guard let principal else {
            throw Refusal(.forbidden, code: "no_credentials", "Missing or invalid credentials.")
        }
        return principal
    }

    /// A segment of the path, percent-decoded once; throws 404 when it cannot be decoded.
    func segment(_ name: String) throws -> String {
        guard let raw = coreContext.parameters[Substring(name)], let text = String(raw).removingPercentEncoding else {
            throw Refusal.notVisible
        }
        return text
    }
}
