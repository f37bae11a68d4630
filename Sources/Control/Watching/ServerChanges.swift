package import Servers

/// A server as it is now, and again after each change; never fails, never ends by itself.
package struct ServerChanges: AsyncSequence, Sendable {
    package typealias Failure = Never

    private let server: ServerID
    private let control: ControlContext

    init(server: ServerID, control: ControlContext) {
        self.server = server
        self.control = control
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(server: server, servers: control.servers, ticks: control.feed.changes(of: server).makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let server: ServerID
        private let servers: any ServerStore
        private var ticks: AsyncStream<StoreChange>.Iterator
        private var isFirst = true

        init(server: ServerID, servers: any ServerStore, ticks: AsyncStream<StoreChange>.Iterator) {
            self.server = server
            self.servers = servers
            self.ticks = ticks
        }

        /// Nil once the task is cancelled. A read that fails is tried again at the next change.
        package mutating func next(isolation actor: isolated (any Actor)?) async -> TrackedServer? {
            while true {
                if !isFirst {
                    guard await ticks.next(isolation: actor) != nil else { return nil }
                }
                isFirst = false
                if let tracked = try? await servers.server(server) { return tracked }
            }
        }
    }
}
