private let limitExpected = "a number with s, m, h or d, such as 90s or 14d, or never"
private let pauseExpected = "a number with s, m, h or d, such as 90s or 14d, or 0"

extension SettingsKey {
    var idleRow: SettingsRow {
        switch self {
        case .reaping:
            SettingsRow(
                "on", expected: "on or off",
                help: "`off`: nothing is stopped for being idle or old, whatever profiles and groups say")
        case .idleTimeout:
            SettingsRow(
                "4h", expected: limitExpected,
                help:
                    "a server in which nothing has gone on for so long is stopped, where neither profile nor group says "
                    + "otherwise, as for all of these; `never`")
        case .idleNotice:
            SettingsRow("15m", expected: pauseExpected, help: "how long before the stop people are told")
        case .idleBusyLimit:
            SettingsRow(
                "72h", expected: limitExpected,
                help: "how long a kernel that computes and says nothing counts as active; `never`: for ever")
        case .idleMaximumAge:
            SettingsRow(
                "never", expected: limitExpected, help: "a server is stopped so long after its start, however active")
        case .idleMinimumRun:
            SettingsRow("0", expected: pauseExpected, help: "nothing is stopped sooner after its start")
        case .idleKeepLimit:
            SettingsRow(
                "24h", expected: limitExpected, help: "for how long at most a person may hold a stop off at once")
        case .idleQuietHours:
            SettingsRow(
                "", expected: "a time of the day such as 22:00-06:00 Europe/Berlin, or nothing",
                help: "when nobody is told and nothing is stopped")
        default:
            SettingsRow(
                "60s", expected: "a number with s, m, h or d, such as 60s",
                help: "how often each running server is looked at")
        }
    }
}
