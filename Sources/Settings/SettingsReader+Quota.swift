import Servers

extension SettingsReader {
    /// What one user's servers may hold; nil when one of it cannot be read.
    mutating func quota() -> Quota? {
        let servers = optional(.quotaServers) { Int($0).flatMap { (1...10_000).contains($0) ? $0 : nil } }
        let cpu = optional(.quotaCPU) { text in Double(text).flatMap { try? Cores($0, field: "") } }
        let memory = optional(.quotaMemory) { try? Bytes($0, field: "") }
        guard let servers, let cpu, let memory else { return nil }
        return Quota(servers: servers, cpu: cpu, memory: memory)
    }
}
