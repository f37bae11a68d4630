/// The GPUs of a profile: which devices its servers share out among them, and how many each gets for itself.
package struct GPUPool: Hashable, Sendable, Codable {
    /// How many each server gets; at least 1.
    package let count: Int
    /// As the engine's GPU driver names them: `0`, `GPU-3a23c669`.
    package let devices: [String]

    package init(count: Int, devices: [String]) {
        self.count = count
        self.devices = devices
    }

    /// The first `count` devices that none of `servers` holds; nil when fewer are free.
    ///
    /// A server holds its devices from its launch until it has finished, whatever happens to its container in between.
    package func free(beside servers: [TrackedServer]) -> [String]? {
        let held = Set(servers.filter(\.holdsDevices).flatMap { $0.server.spec?.gpus ?? [] })
        let free = devices.filter { !held.contains($0) }.prefix(count)
        return free.count == count ? Array(free) : nil
    }
}

extension TrackedServer {
    fileprivate var holdsDevices: Bool { server.generation > 0 && current?.phase != .finished }
}
