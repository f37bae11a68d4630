/// The part of launch options that can change while a server runs; nil is the profile's own.
package struct LaunchSize: Hashable, Sendable, Codable {
    package var cpu: Cores?
    package var reserve: Cores?
    package var memory: Bytes?

    package init(cpu: Cores? = nil, reserve: Cores? = nil, memory: Bytes? = nil) {
        self.cpu = cpu
        self.reserve = reserve
        self.memory = memory
    }
}

extension LaunchOptions {
    package var size: LaunchSize {
        get { LaunchSize(cpu: cpu, reserve: reserve, memory: memory) }
        set {
            cpu = newValue.cpu
            reserve = newValue.reserve
            memory = newValue.memory
        }
    }
}
