import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Logging
import NIOCore
import Servers
import Support

@testable import Control
@testable import Web

/// The web part on fakes, asked without a socket. Nothing reconciles: a test says what was reached.
struct TestHub {
    let servers: MemoryServerStore
    let accounts = MemoryAccountStore()
    let pulled = MemoryImageStore()
    let requests = MemoryRequestStore()
    let operating = MemoryOperatingStore()
    let auditLog: MemoryAuditStore
    let runtime = FakeRuntime()
    let notebook = FakeNotebook()
    let workspaces = FakeWorkspaces()
    let time = VirtualTime()
    let feed = ChangeFeed()
    let control: ControlContext
    let router: RouterResponder<WebContext>
    let useCases: UseCases

    /// - Parameter base: the path that everything is below.
    init(
        wait: Duration = .zero, https: Bool = false, base: String = "", adminAccess: Bool = false,
        engineAnswers: Bool = true,
        profile title: String = "Small"
    ) async throws {
        let feed = feed
        let time = time
        servers = MemoryServerStore(uptime: { time.uptime() }, onChange: { feed.publish($0) })
        let origins =
            try https
            ? Origins(hubURL: "https://hub.example.com", notebookURL: "https://{user}.nb.example.com")
            : Origins(hubURL: "http://localhost:8000\(base)", notebookURL: "http://{user}.localhost:8000")
        let profile = Profile(
            id: ProfileID("small"), title: title, summary: "For a start", image: "berth/notebook:minimal",
            resources: Resources(
                cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)), memory: .gibibytes(1)),
            ceiling: Ceiling(cpu: Cores(thousandths: 2000), memory: .gibibytes(4)))
        let (servers, accounts, requests, pulled, operating) = (servers, accounts, requests, pulled, operating)
        auditLog = MemoryAuditStore(beside: {
            servers.audit + accounts.audit + requests.audit + pulled.audit + operating.audit
        })
        control = ControlContext(
            servers: servers, accounts: accounts, pulled: pulled, requests: requests, auditLog: auditLog,
            operating: operating, ledger: servers,
            runtime: runtime,
            notebook: notebook,
            workspaces: workspaces,
            routes: FakeRoutes(), revoker: NoRevoker(), time: time, feed: feed,
            keys: KeyRing(instanceKey: Data(repeating: 1, count: 32)), origins: origins,
            instance: InstanceID("testtest"), adminAccess: adminAccess,
            passwords: PasswordWorker(cost: .init(logN: 1, r: 1, p: 1), width: 1),
            profiles: { ProfileSet(profiles: [profile], defaultID: ProfileID("small")) })
        control.gateway.note(isAttached: true)
        if engineAnswers { control.engine.answered(try await runtime.host()) }
        useCases = UseCases(control)
        let configuration = WebConfiguration(
            socketPath: "/nowhere", version: "0.1.0", launchWait: wait, metrics: { "berth_up 1\n" })
        router = buildRouter(useCases, configuration: configuration).buildResponder()
        for (name, isAdmin) in [("ada", false), ("bob", false), ("root", true)] {
            _ = try await accounts.addUser(UserName(name), isAdmin: isAdmin, at: time.now(), audit: nil)
        }
    }

    /// A token of `user`, as an `Authorization` header's value.
    func token(_ user: String, _ scopes: Set<Scope>? = nil) async throws -> String {
        let secret = Secret(prefix: "bth_")
        _ = try await accounts.addToken(
            secret.hash, user: UserName(user), scopes: scopes, note: "", createdAt: time.now(), expiresAt: nil,
            audit: nil)
        return "token \(secret.text)"
    }

    /// A browser session of `user`, as a `Cookie` header's value.
    func cookie(_ user: String) async throws -> String {
        let secret = Secret()
        let session = Session(
            id: .random(length: 16), user: try UserName(user), createdAt: time.now(),
            expiresAt: time.now() + .seconds(3600), address: nil)
        try await accounts.addSession(secret.hash, session)
        return "\(SessionCookie.name(control.origins))=\(secret.text)"
    }

    /// Asks; `headers` by name.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ headers: [String: String] = [:], body: String? = nil
    ) async throws -> Answer {
        var head = HTTPRequest(method: method, scheme: "http", authority: "localhost:8000", path: path)
        head.headerFields[.berthOrigin] = "hub"
        for (name, value) in headers { head.headerFields[HTTPField.Name(name) ?? .server] = value }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body ?? "")))
        let response = try await router.respond(to: request, context: WebContext(from: TestSource()))
        let collected = CollectingWriter()
        try await response.body.write(collected)
        return Answer(status: response.status.code, headers: response.headers, bytes: collected.bytes)
    }

    /// Asks the API as `user`.
    func api(
        _ method: HTTPRequest.Method, _ path: String, as user: String? = "ada", body: String? = nil,
        accept: String? = nil
    ) async throws -> Answer {
        var headers: [String: String] = [:]
        if let user { headers["Authorization"] = try await token(user) }
        if let accept { headers["Accept"] = accept }
        return try await ask(method, "/hub/api" + path, headers, body: body)
    }

    /// Asks for a page as a browser of `user` does.
    func page(_ path: String, as user: String? = "ada") async throws -> Answer {
        var headers = ["Accept": "text/html,*/*"]
        if let user { headers["Cookie"] = try await cookie(user) }
        return try await ask(.get, path, headers)
    }

    /// Sends a page's form as a browser does.
    func form(_ path: String, _ fields: String, as user: String) async throws -> Answer {
        try await ask(
            .post, path,
            [
                "Cookie": try await cookie(user), "Origin": control.origins.hub.description,
                "Content-Type": "application/x-www-form-urlencoded",
            ], body: fields)
    }
}

/// What was answered.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var body: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }
    func json() throws -> JSONValue { try HubJSON.decode(JSONValue.self, from: Data(bytes)) }
    func code() throws -> JSONValue? { try json()["code"] }
}

struct NoRevoker: Revoker {
    func revoke(_ revocation: Revocation) async {}
    func refresh() async {}
}

private struct TestSource: RequestContextSource {
    var logger: Logger {
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        logger[metadataKey: "hb.request.id"] = "r1"
        return logger
    }
}

/// Keeps what a body writes.
private final class CollectingWriter: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []
    func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
