import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird

/// Which part of a list a request asks for, as JupyterHub's lists are asked: `offset` and `limit`, and a page that
/// tells of the next one where the client accepts that.
struct PageQuery {
    private static let pageType = "application/jupyterhub-pagination+json"
    /// JupyterHub's limits: 50 in a page unless asked for, never more than 200.
    private static let usual = 50
    private static let most = 200

    private let offset: Int
    private let limit: Int
    private let isPaged: Bool
    private let path: String
    /// The query without what tells the part.
    private let rest: [Substring]

    /// Throws 400 when a number cannot be used.
    init(_ request: Request) throws {
        isPaged = request.headers[.accept]?.contains(Self.pageType) == true
        offset = try request.integer("offset", atLeast: 0) ?? 0
        limit = min(try request.integer("limit", atLeast: 1) ?? (isPaged ? Self.usual : Self.most), Self.most)
        path = request.uri.path
        rest = (request.uri.query ?? "").split(separator: "&").filter {
            !$0.hasPrefix("offset=") && !$0.hasPrefix("limit=")
        }
    }

    /// The part of `all` that is asked for, as `collect` makes it of the elements.
    func answer<Element, Items: Hashable & Sendable & Codable>(
        _ all: [Element], origins: Origins, _ collect: ([Element]) throws -> Items
    ) throws -> Response {
        let part = Array(all.dropFirst(offset).prefix(limit))
        guard isPaged else { return try .json(collect(part)) }
        let position = PagePosition(
            offset: offset, limit: limit, total: all.count, next: next(after: part.count, of: all.count, origins))
        var response = try Response.json(PageModel(items: collect(part), pagination: position))
        response.headers[.contentType] = Self.pageType
        return response
    }

    private func next(after count: Int, of total: Int, _ origins: Origins) -> PagePosition.Next? {
        guard count > 0, offset + count < total else { return nil }
        let following = offset + count
        let query = (rest.map(String.init) + ["offset=\(following)", "limit=\(limit)"]).joined(separator: "&")
        return PagePosition.Next(offset: following, limit: limit, url: origins.url("\(path)?\(query)"))
    }
}
