/// How long each class of call may take, from the first byte sent to the last byte of the answer.
package struct EngineTimeouts: Sendable, Equatable {
    /// `ping`, and the negotiation of the API version.
    package var ping: Duration = .seconds(2)
    /// Whatever only reads: inspect, list, info, one sample of statistics.
    package var lookup: Duration = .seconds(10)
    /// Create, update, rename, kill, tag: changes that start no process.
    package var change: Duration = .seconds(30)
    /// Starting a container; with many at once the engine takes them one after the other.
    package var start: Duration = .seconds(60)
    /// Removing a container, image, network or volume: deletes files.
    package var remove: Duration = .seconds(60)
    /// What stopping may take beyond the grace that was given to the container.
    package var stopMargin: Duration = .seconds(20)
    /// Until a stream begins (its head; what follows has no limit).
    package var streamHead: Duration = .seconds(30)
    /// The longest silence while a pull or an import runs.
    package var pullSilence: Duration = .seconds(60)

    package init() {}
}
