/// A part of a list, or of an object by name, when it is asked for with `Accept: application/jupyterhub-pagination+json`.
package struct PageModel<Items: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    package var items: Items
    package var pagination: PagePosition

    package init(items: Items, pagination: PagePosition) {
        self.items = items
        self.pagination = pagination
    }

    private enum CodingKeys: String, CodingKey {
        case items
        case pagination = "_pagination"
    }
}

/// Where a page is in its list.
package struct PagePosition: Hashable, Sendable, Codable {
    package var offset: Int
    package var limit: Int
    /// Of the whole list.
    package var total: Int
    /// Nil in the last page.
    @OrNull package var next: Next?

    package struct Next: Hashable, Sendable, Codable {
        package var offset: Int
        package var limit: Int
        /// Absolute, with the same query.
        package var url: String

        package init(offset: Int, limit: Int, url: String) {
            self.offset = offset
            self.limit = limit
            self.url = url
        }
    }

    package init(offset: Int, limit: Int, total: Int, next: Next?) {
        self.offset = offset
        self.limit = limit
        self.total = total
        self.next = next
    }
}
