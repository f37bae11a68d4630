import Servers

/// The engine's network for one policy: its containers are on it and on no other.
struct PolicyNetwork: Hashable, Sendable {
    let policy: NetworkPolicy
    let name: String
    /// Its bridge on the host, at most 15 characters; firewall rules go by it.
    let interface: String

    init(_ policy: NetworkPolicy, _ settings: DockerRuntimeSettings) {
        self.policy = policy
        switch policy {
        case .egress:
            name = settings.network
            interface = settings.interface
        case .internal:
            name = settings.network + "-internal"
            interface = settings.interface.prefix(14) + "i"
        case .allow:
            let tag = Self.tag(policy.description)
            name = settings.network + "-" + tag
            interface = settings.interface.replacing("-", with: "").prefix(10) + tag
        }
    }

    /// Five letters for a list, the same in every process: 25 bits of FNV-1a.
    private static func tag(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
        return String((0..<5).map { alphabet[Int(hash >> (UInt64($0) * 5 + 20) & 31)] })
    }
}
