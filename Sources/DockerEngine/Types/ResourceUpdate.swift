/// New limits for a container that exists. What is nil, or 0, stays as it is.
///
/// `memory` above the old `memorySwap` is refused (409) unless both are sent; a refusal changes nothing, but an engine
/// that answers 200 may still not have reached a container that is restarting: read the limits back.
package struct ResourceUpdate: Codable, Sendable, Equatable {
    /// Bytes.
    package var memory: Int64?
    /// Memory and swap together, bytes.
    package var memorySwap: Int64?
    package var memoryReservation: Int64?
    /// 1,000,000,000 is one core.
    package var nanoCpus: Int64?
    package var cpuShares: Int64?
    /// -1 is no limit.
    package var pidsLimit: Int64?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case memoryReservation = "MemoryReservation"
        case nanoCpus = "NanoCpus"
        case cpuShares = "CpuShares"
        case pidsLimit = "PidsLimit"
    }
}
