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
    /// - Parameter isWhole: whether the list comes whole where neither a page nor a limit is asked for.
    init(_ request: Request, isWhole: Bool = false) throws {
        isPaged = request.headers[.accept]?.contains(Self.pageType) == true
        offset = try request.integer("offset", atLeast: 0) ?? 0
        let most = isWhole && !isPaged ? Int.max : Self.most
        limit = min(try request.integer("limit", atLeast: 1) ?? (isPaged ? Self.usual : most), most)
        path = request.uri.path
        rest = (request.uri.query ?? "").split(separator: "&").filter {
            !$0.hasPrefix("offset=") && !$0.hasPrefix("limit=")
        }
    }

    /// The part of `all` that is asked for.
    func part<Element>(of all: [Element]) -> [Element] { Array(all.dropFirst(offset).prefix(limit)) }

    /// The part of `all` that is asked for, as `collect` makes it of the elements.
    func answer<Element, Items: Hashable & Sendable & Codable>(
        _ all: [Element], origins: Origins, _ collect: ([Element]) throws -> Items
    ) throws -> Response {
        let part = part(of: all)
        return try answer(collect(part), count: part.count, of: all.count, origins: origins)
    }

    /// `items`, which are made of `count` of `total` elements. A header tells how many there are in all.
    func answer<Items: Hashable & Sendable & Codable>(
        _ items: Items, count: Int, of total: Int, origins: Origins
    ) throws -> Response {
        var response: Response
        if isPaged {
            let position = PagePosition(
                offset: offset, limit: limit, total: total, next: next(after: count, of: total, origins))
            response = try .json(PageModel(items: items, pagination: position))
            response.headers[.contentType] = Self.pageType
        } else {
            response = try .json(items)
        }
        response.headers[.totalCount] = "\(total)"
        return response
    }

    private func next(after count: Int, of total: Int, _ origins: Origins) -> PagePosition.Next? {
        guard count > 0, offset + count < total else { return nil }
        let following = offset + count
        let query = (rest.map(String.init) + ["offset=\(following)", "limit=\(limit)"]).joined(separator: "&")
        return PagePosition.Next(offset: following, limit: limit, url: origins.url("\(path)?\(query)"))
    }
}
