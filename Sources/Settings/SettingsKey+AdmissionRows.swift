private let factorExpected = "a number from 0.1 to 1000"

extension SettingsKey {
    var admissionRow: SettingsRow {
        switch self {
        case .overcommitCPU:
            SettingsRow(
                "10", expected: factorExpected,
                help: "how often each core is promised; busy servers share by what they reserve")
        case .overcommitMemory:
            SettingsRow(
                "1.0", expected: factorExpected,
                help: "how often the memory is promised; above 1, servers that use all of theirs kill others")
        case .capacityReserveMemory:
            SettingsRow(
                "1G", expected: "a size such as 1G, or 0",
                help: "memory that no server is given: for the engine and Berth")
        case .capacityReserveCPU:
            SettingsRow("0", expected: "a number of cores such as 0.5, or 0", help: "cores that no server is given")
        default:
            SettingsRow(
                "24h", expected: "a number with ms, s, m, h or d, such as 90s or 14d; 0 for no limit",
                help: "how long a launch waits for room, then it has failed; `0`: for ever")
        }
    }
}
