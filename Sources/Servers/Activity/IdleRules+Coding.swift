import Foundation

// How a group's rules are kept: what is not said is left out, durations are whole seconds.

extension IdleRules: Codable {
    private enum CodingKeys: String, CodingKey {
        case timeout, notice, busyLimit, maximumAge, minimumRun, keepLimit, quietHours, isExempt
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func limit(_ key: CodingKeys) throws -> Limit? { try container.decodeIfPresent(Limit.self, forKey: key) }
        func duration(_ key: CodingKeys) throws -> Duration? {
            try container.decodeIfPresent(Int64.self, forKey: key).map { .seconds($0) }
        }
        self.init()
        timeout = try limit(.timeout)
        notice = try duration(.notice)
        busyLimit = try limit(.busyLimit)
        maximumAge = try limit(.maximumAge)
        minimumRun = try duration(.minimumRun)
        keepLimit = try limit(.keepLimit)
        quietHours = try container.decodeIfPresent(QuietHours.self, forKey: .quietHours)
        isExempt = try container.decodeIfPresent(Bool.self, forKey: .isExempt)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(timeout, forKey: .timeout)
        try container.encodeIfPresent(notice?.components.seconds, forKey: .notice)
        try container.encodeIfPresent(busyLimit, forKey: .busyLimit)
        try container.encodeIfPresent(maximumAge, forKey: .maximumAge)
        try container.encodeIfPresent(minimumRun?.components.seconds, forKey: .minimumRun)
        try container.encodeIfPresent(keepLimit, forKey: .keepLimit)
        try container.encodeIfPresent(quietHours, forKey: .quietHours)
        try container.encodeIfPresent(isExempt, forKey: .isExempt)
    }
}

extension QuietHours: Codable {
    private enum CodingKeys: String, CodingKey { case from, to, zone }

    /// Throws what names the field for a time or a zone that is none.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            from: container.decode(String.self, forKey: .from), to: container.decode(String.self, forKey: .to),
            zone: container.decode(String.self, forKey: .zone))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.text(start), forKey: .from)
        try container.encode(Self.text(end), forKey: .to)
        try container.encode(zoneName, forKey: .zone)
    }
}

extension QuietHours {
    /// Reads `22:00`, `6:30` and a zone such as `Europe/Berlin`. Throws `InvalidValue` naming `from`, `to` or `zone`.
    package init(from: String, to: String, zone: String) throws(InvalidValue) {
        guard let place = TimeZone(identifier: zone) else {
            throw InvalidValue(field: "zone", value: zone, expected: "a time zone such as Europe/Berlin, or UTC")
        }
        self.init(
            start: try Self.minutes(from, field: "from"), end: try Self.minutes(to, field: "to"), zone: place)
    }

    /// Reads `22:00-06:00 Europe/Berlin`. Throws `InvalidValue` naming the part that is wrong.
    package init(_ text: String) throws(InvalidValue) {
        let words = text.split(separator: " ")
        let times = words.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard words.count == 2, times.count == 2 else {
            throw InvalidValue(
                field: "quiet_hours", value: text, expected: "a time of the day such as 22:00-06:00 Europe/Berlin")
        }
        try self.init(from: String(times[0]), to: String(times[1]), zone: String(words[1]))
    }

    private static func minutes(_ text: String, field: String) throws(InvalidValue) -> Int {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = UInt(parts[0]), let minute = UInt(parts[1]), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { throw InvalidValue(field: field, value: text, expected: "a time of the day such as 22:00") }
        return Int(hour * 60 + minute)
    }

    /// `22:00`.
    package static func text(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}

extension QuietHours: CustomStringConvertible {
    /// `22:00 to 06:00 Europe/Berlin`.
    package var description: String { "\(Self.text(start)) to \(Self.text(end)) \(zoneName)" }

    /// `Europe/Berlin`, or `UTC`, which Foundation calls otherwise.
    package var zoneName: String { zone.identifier == "GMT" ? "UTC" : zone.identifier }
}
