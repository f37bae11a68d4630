/// What a server uses, as last read from the engine.
package struct UsageModel: Hashable, Sendable, Codable {
    /// Bytes, without the page cache that the kernel can drop.
    package var memory: Int64
    /// Cores in use between the last two readings; null after the first.
    @OrNull package var cpu: Double?
    /// Processes and threads; null where the engine does not count them.
    @OrNull package var pids: Int?
    /// The most bytes of all readings since the start, or since the hub's own.
    package var peakMemory: Int64
    /// When it was read, by the engine's clock.
    package var at: String

    package init(memory: Int64, cpu: Double?, pids: Int?, peakMemory: Int64, at: String) {
        self.memory = memory
        self.cpu = cpu
        self.pids = pids
        self.peakMemory = peakMemory
        self.at = at
    }

    private enum CodingKeys: String, CodingKey {
        case memory, cpu, pids, at
        case peakMemory = "peak_memory"
    }
}
