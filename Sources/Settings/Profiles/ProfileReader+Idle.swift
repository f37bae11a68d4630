import Servers

// What a profile says of its servers that nobody needs.

extension ProfileReader {
    private static let limitExpected = "a duration such as 90s, 4h or 14d, or never"
    private static let pauseExpected = "a duration such as 90s, 15m or 2h, or 0"
    private static let keys = [
        "timeout", "notice", "busy_limit", "maximum_age", "minimum_run", "keep_limit", "quiet_hours", "exempt",
    ]

    mutating func idle(_ fields: Fields) -> IdleRules {
        var rules = IdleRules()
        guard fields["idle"] != nil, let idle = section("idle", in: fields, known: Self.keys) else { return rules }
        rules.timeout = optional("timeout", in: idle, readLimit, Self.limitExpected)
        rules.notice = optional("notice", in: idle, readPause, Self.pauseExpected)
        rules.busyLimit = optional("busy_limit", in: idle, readLimit, Self.limitExpected)
        rules.maximumAge = optional("maximum_age", in: idle, readLimit, Self.limitExpected)
        rules.minimumRun = optional("minimum_run", in: idle, readPause, Self.pauseExpected)
        rules.keepLimit = optional("keep_limit", in: idle, readLimit, Self.limitExpected)
        rules.quietHours = quietHours(idle)
        rules.isExempt = optional("exempt", in: idle, readFlag, "true or false")
        return rules
    }

    private mutating func quietHours(_ idle: Fields) -> QuietHours? {
        guard idle["quiet_hours"] != nil,
            let hours = section("quiet_hours", in: idle, known: ["from", "to", "zone"])
        else { return nil }
        let from = required("from", in: hours, Self.nonEmpty, "a time of the day such as 22:00")
        let to = required("to", in: hours, Self.nonEmpty, "a time of the day such as 06:00")
        let zone = required("zone", in: hours, Self.nonEmpty, "a time zone such as Europe/Berlin")
        guard let from, let to, let zone else { return nil }
        do {
            return try QuietHours(from: from, to: to, zone: zone)
        } catch {
            report(
                hours.prefix + error.field, line: hours.line(of: error.field), value: error.value,
                "expected \(error.expected)")
            return nil
        }
    }
}
