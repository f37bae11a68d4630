private let sizeExpected = "a size such as 50G, or nothing for no limit"
private let percentExpected = "a whole number from 0 to 99"

extension SettingsKey {
    var diskRow: SettingsRow {
        switch self {
        case .diskWarn: SettingsRow("", expected: sizeExpected, help: "a workspace of this size is warned of")
        case .diskRefuse:
            SettingsRow("", expected: sizeExpected, help: "the owner of a workspace of this size launches nothing more")
        case .diskFreeWarn:
            SettingsRow("10", expected: percentExpected, help: "percent free of a host's disk below which Berth warns")
        case .diskFreeRefuse:
            SettingsRow(
                "5", expected: percentExpected,
                help: "percent free of a host's disk below which nothing is launched (256 MiB free at the least)")
        default:
            SettingsRow(
                "10", expected: "a whole number from 1 to 1000",
                help: "of how many of a server's generations the log is kept")
        }
    }
}
