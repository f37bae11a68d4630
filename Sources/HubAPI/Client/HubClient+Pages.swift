/// Lists that come in pages.
extension HubClient {
    /// The whole list that `call` asks for, page by page.
    func pages<Item: Hashable & Sendable & Codable>(of type: Item.Type, _ call: HubCall) async throws -> [Item] {
        var items: [Item] = []
        for _ in 0..<Self.mostPages {
            let part = call.with("offset", "\(items.count)").with("limit", "200")
                .accepting("application/jupyterhub-pagination+json")
            let page = try await fetch(PageModel<[Item]>.self, part)
            items += page.items
            if page.pagination.next == nil || page.items.isEmpty { return items }
        }
        throw HubError.badAnswer("GET \(call.path): more than \(Self.mostPages) pages")
    }

    private static var mostPages: Int { 500 }
}
