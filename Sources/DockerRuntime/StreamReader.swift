import DockerEngine

/// Opens an engine's stream when the first element is wanted, and hands out its elements one at a time.
///
/// For streams that must be of a standard type: it has one reader, pulls, and so holds nothing back and starts no task.
actor StreamReader<Element: Sendable> {
    private let open: @Sendable () async throws -> EngineStream<Element>
    private var iterator: EngineStream<Element>.Iterator?

    init(_ open: @escaping @Sendable () async throws -> EngineStream<Element>) { self.open = open }

    /// The next element; nil at the end. Must not be called again before it has returned.
    func next() async throws -> Element? {
        var current: EngineStream<Element>.Iterator
        if let iterator {
            current = iterator
        } else {
            current = try await open().makeAsyncIterator()
        }
        let element = try await current.next(isolation: self)
        iterator = current
        return element
    }
}
