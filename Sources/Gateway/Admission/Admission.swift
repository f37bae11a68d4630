import Accounts
import GatewayControl
import NIOHTTP1
import Servers

/// Decides what is done with a request. No effects: everything that counts is given.
struct Admission {
    let hosts: Hosts
    let knowledge: Knowledge
    let now: Timestamp

    init(origins: Origins, knowledge: Knowledge, now: Timestamp) {
        hosts = Hosts(origins: origins)
        self.knowledge = knowledge
        self.now = now
    }

    func decide(_ arrival: Arrival) -> Decision {
        let head = arrival.head
        let sent = head.headers["host"]
        guard let only = sent.first, sent.count == 1 else {
            return .bad("a request needs exactly one Host header")
        }
        let host = hosts.normal(only)
        let kind = hosts.kind(of: host)
        guard kind.isKnown else { return .reject(misdirected(only)) }
        if hosts.origins.hub.isSecure, arrival.isPlain { return insecure(head, host) }
        let path: RequestPath
        do { path = try RequestPath(head.uri) } catch { return .bad(error.problem) }
        guard let path = path.below(hosts.origins.base) else { return elsewhere(path, kind) }
        return decide(Request(head: head, host: host, kind: kind, path: path))
    }

    /// A request whose host and path are understood.
    struct Request {
        let head: HTTPRequestHead
        let host: String
        let kind: Hosts.Kind
        /// Below the base path.
        let path: RequestPath

        var originKind: OriginKind { kind.isHub ? .hub : .notebook }
    }

    private func decide(_ request: Request) -> Decision {
        switch request.path.segments.first {
        case "hub": hub(request)
        case "user": user(request)
        case "": root(request)
        case ".berth": own(request)
        default: .nothing
        }
    }

    /// Outside the base path the host's root leads in, and the rest is another site's.
    private func elsewhere(_ path: RequestPath, _ kind: Hosts.Kind) -> Decision {
        path.segments == [""] && kind.isHub ? .redirect(to: hosts.origins.path("/hub/")) : .nothing
    }

    private func root(_ request: Request) -> Decision {
        let origins = hosts.origins
        guard !request.kind.isHub else { return .redirect(to: origins.path("/hub/")) }
        let owner = pass(request, owner: nil)?.owner
        return .redirect(to: owner.map { origins.path(of: ServerKey(owner: $0)) } ?? origins.url("/hub/"))
    }

    private func hub(_ request: Request) -> Decision {
        let token = Credentials.token(request.head, path: request.path)
        if request.path.segments.count == 1 {
            return .redirect(to: hosts.origins.path("/hub/\(request.path.querySuffix)"))
        }
        if token != nil, request.kind.isHub || request.path.segments[1] == "api" { return .hub(.token) }
        if request.kind.isHub { return .hub(.hub) }
        guard request.head.method == .GET else {
            return .reject(
                Rejection(
                    status: 403, code: "wrong_origin",
                    message: "The hub is at \(hosts.origins.url("/hub/")); this host serves notebooks only."))
        }
        return .redirect(to: hosts.origins.url(request.path.target))
    }

    private func own(_ request: Request) -> Decision {
        guard request.kind.isNotebook else { return .nothing }
        switch (request.path.raw, request.head.method) {
        case (GatewayPaths.enter, .GET):
            guard knowledge.isAttached else { return .notReady }
            let next = Query.value(of: "next", in: request.path.query)
            return .enter(ticket: Query.value(of: "ticket", in: request.path.query) ?? "", next: next)
        case (GatewayPaths.leave, .POST):
            let origin = Origins.Origin(scheme: hosts.origins.hub.scheme, host: request.host)
            guard CrossOrigin.isAllowed(request.head, at: origin) else {
                return .verdict(.crossOrigin, nil, .notebook)
            }
            return .leave
        default: return .nothing
        }
    }

    /// The browser came in the clear, past the proxy that speaks TLS or through its plain port.
    private func insecure(_ head: HTTPRequestHead, _ host: String) -> Decision {
        if CrossOrigin.isSafe(head.method), !Credentials.isWebSocket(head) {
            return .redirect(to: "https://\(host)\(head.uri)")
        }
        return .reject(
            Rejection(
                status: 403, code: "insecure",
                message: "This request came over plain HTTP. Berth is at \(hosts.origins.url("/hub/"))."))
    }

    /// The right name with another port is how a tunnel with two ports comes.
    private func tunnelHint(_ host: String) -> String {
        let own = hosts.origins.hub.host.split(separator: ":")
        guard own.count == 2, own[0] == "localhost", host.lowercased().hasPrefix("localhost:") else { return "" }
        return "A tunnel needs the same port on both ends: ssh -L \(own[1]):localhost:\(own[1]). "
    }

    private func misdirected(_ host: String) -> Rejection {
        Rejection(
            status: 421, code: "unknown_host",
            message: "This Berth does not answer for the host \"\(host.prefix(200))\". \(tunnelHint(host))It is at "
                + "\(hosts.origins.url("")) (hub_url) and \(hosts.origins.notebookTemplate) (notebook_url).")
    }
}

extension Decision {
    static let nothing = Decision.reject(
        Rejection(status: 404, code: "not_found", message: "There is nothing at this path."))

    static func bad(_ problem: String) -> Decision {
        .reject(Rejection(status: 400, code: "bad_request", message: "The request cannot be used: \(problem)."))
    }
}
