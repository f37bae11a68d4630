extension SettingsKey {
    var quotaRow: SettingsRow {
        switch self {
        case .quotaServers:
            SettingsRow(
                "", expected: "a whole number from 1 to 10000, or nothing for no limit",
                help: "how many servers of one user may run at a time, where no group of theirs says otherwise")
        case .quotaCPU:
            SettingsRow(
                "", expected: "a number of cores such as 8, or nothing for no limit",
                help: "the most cores that one user's running servers may have together, likewise")
        default:
            SettingsRow(
                "", expected: "a size such as 32G, or nothing for no limit",
                help: "the most memory that one user's running servers may have together, likewise")
        }
    }
}
