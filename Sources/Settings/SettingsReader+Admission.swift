import Servers

extension SettingsReader {
    /// What may be promised; nil when one of its keys cannot be read.
    mutating func admissionPolicy() -> AdmissionPolicy? {
        let cpu = value(.overcommitCPU, readFactor)
        let memory = value(.overcommitMemory, readFactor)
        let reserveMemory = value(.capacityReserveMemory) { $0 == "0" ? Bytes(0) : try? Bytes($0, field: "") }
        let reserveCPU = value(.capacityReserveCPU) { text in
            text == "0" ? Cores(thousandths: 0) : Double(text).flatMap { try? Cores($0, field: "") }
        }
        guard let cpu, let memory, let reserveMemory, let reserveCPU else { return nil }
        return AdmissionPolicy(
            overcommitCPU: cpu, overcommitMemory: memory, reserve: Room(cpu: reserveCPU, memory: reserveMemory))
    }

    /// How long a launch waits for room; nil in nil: for ever.
    mutating func queueTimeout() -> Duration?? {
        if given[.queueTimeout]?.value == "0" { return .some(nil) }
        return value(.queueTimeout, readDuration).map { .some($0) }
    }
}

private func readFactor(_ text: String) -> Double? {
    Double(text).flatMap { (0.1...1000).contains($0) ? $0 : nil }
}
