import Servers

/// Ticks at once, and after each change that may be of one person's servers or requests, or of anybody's where no owner is
/// named; never fails, never ends by itself. Whoever is slow misses ticks in between, never the latest.
package struct OwnersChanges: AsyncSequence, Sendable {
    package typealias Failure = Never

    private let owner: UserName?
    private let control: ControlContext

    init(of owner: UserName?, control: ControlContext) {
        self.owner = owner
        self.control = control
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(owner: owner, servers: control.servers, changes: control.feed.changes().makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let owner: UserName?
        private let servers: any ServerStore
        private var changes: AsyncStream<StoreChange>.Iterator
        private var isFirst = true
        /// Servers that were looked at once and are others': each is looked at no more than that.
        private var others: Set<ServerID> = []

        init(owner: UserName?, servers: any ServerStore, changes: AsyncStream<StoreChange>.Iterator) {
            self.owner = owner
            self.servers = servers
            self.changes = changes
        }

        /// Nil once the task is cancelled.
        package mutating func next(isolation actor: isolated (any Actor)?) async -> Void? {
            if isFirst {
                isFirst = false
                return ()
            }
            while let change = await changes.next(isolation: actor) {
                guard let owner, case .server(let id, _) = change else { return () }
                guard !others.contains(id) else { continue }
                // A server's owner never changes. One that cannot be read may be anybody's.
                guard let key = try? await servers.server(id)?.server.key, key.owner != owner else { return () }
                others.insert(id)
            }
            return nil
        }
    }
}
