import Control
import Foundation
import GatewayControl
import HTTPTypes
import Hummingbird

extension HTTPField.Name {
    static let berthOrigin = named(GatewayHeaders.origin)
    static let berthAddress = named(GatewayHeaders.address)
    static let berthVerdict = named(GatewayHeaders.verdict)
    static let berthServer = named(GatewayHeaders.server)
    static let requestID = named("X-Request-Id")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let hubVersion = named("X-JupyterHub-Version")
    static let berthVersion = named("X-Berth-Version")
    static let referrerPolicy = named("Referrer-Policy")
    static let refresh = named("Refresh")
    static let totalCount = named("X-Total-Count")

    /// A name that is written here and is known to be good.
    private static func named(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .server }
}

extension Request {
    /// GET, HEAD and OPTIONS change nothing.
    var isSafe: Bool { method == .get || method == .head || method == .options }

    /// The token of `Authorization: token …` or `bearer …`, in any case; nil for any other scheme.
    var berthToken: String? {
        guard let parts = headers[.authorization]?.split(separator: " ", omittingEmptySubsequences: true),
            parts.count == 2, ["token", "bearer"].contains(parts[0].lowercased())
        else { return nil }
        return String(parts[1])
    }

    /// Whether the path is one of the API's.
    var isForAPI: Bool { uri.path == "/hub/api" || uri.path.hasPrefix("/hub/api/") }

    /// Whether a person waits for a page: a browser's navigation, never the API.
    var wantsPage: Bool {
        (method == .get || method == .head) && !isForAPI && headers[.accept]?.contains("text/html") == true
            && headers[.accept]?.contains("application/json") != true
    }

    /// A value in the query, percent-decoded; the last one when there are several.
    func query(_ name: String) -> String? { uri.queryParameters[Substring(name)].map(String.init) }

    /// A text of several words in the query, in which `+` stands for a space, as in a form that was sent.
    func words(_ name: String) -> String? {
        let fields = (uri.query ?? "").split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        guard let field = fields.last(where: { $0.first == Substring(name) }), field.count == 2 else { return nil }
        return field[1].replacing("+", with: " ").removingPercentEncoding
    }

    /// A whole number in the query; throws 400 when it is none, or less than `least`.
    func integer<Number: FixedWidthInteger>(_ name: String, atLeast least: Number) throws -> Number? {
        guard let text = query(name) else { return nil }
        guard let number = Number(text), number >= least else {
            throw Refusal(
                .badRequest, code: "bad_value",
                "\(name): '\(text.prefix(100))' cannot be used; expected a whole number of at least \(least)")
        }
        return number
    }

    /// Whether a flag in the query is set: `1`, `true`, or there without a value.
    func flag(_ name: String) -> Bool {
        guard let value = query(name) else { return false }
        return ["", "1", "true", "yes"].contains(value.lowercased())
    }
}
