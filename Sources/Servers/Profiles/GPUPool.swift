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
}
