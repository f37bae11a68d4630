/// What a group's policy says of idle servers; null where it says nothing. Durations are in seconds, or texts such as `4h`;
/// answers have seconds.
package struct IdleRulesModel: Hashable, Sendable, Codable {
    /// From the last activity to the stop, or `never`.
    @OrNull package var timeout: DurationModel?
    /// How long before the stop people are told.
    @OrNull package var notice: DurationModel?
    /// How long a busy kernel that says nothing counts, or `never`: for ever.
    @OrNull package var busyLimit: DurationModel?
    /// From the start to the stop, however active, or `never`.
    @OrNull package var maximumAge: DurationModel?
    /// Nothing is stopped sooner after its start.
    @OrNull package var minimumRun: DurationModel?
    /// For how long at most a stop is held off at once, or `never`: for any time.
    @OrNull package var keepLimit: DurationModel?
    @OrNull package var quietHours: QuietHoursModel?
    @OrNull package var exempt: Bool?

    package init(
        timeout: DurationModel? = nil, notice: DurationModel? = nil, busyLimit: DurationModel? = nil,
        maximumAge: DurationModel? = nil, minimumRun: DurationModel? = nil, keepLimit: DurationModel? = nil,
        quietHours: QuietHoursModel? = nil, exempt: Bool? = nil
    ) {
        self.timeout = timeout
        self.notice = notice
        self.busyLimit = busyLimit
        self.maximumAge = maximumAge
        self.minimumRun = minimumRun
        self.keepLimit = keepLimit
        self.quietHours = quietHours
        self.exempt = exempt
    }

    private enum CodingKeys: String, CodingKey {
        case timeout, notice, exempt
        case busyLimit = "busy_limit"
        case maximumAge = "maximum_age"
        case minimumRun = "minimum_run"
        case keepLimit = "keep_limit"
        case quietHours = "quiet_hours"
    }
}

/// A time of the day, every day, at which nobody is told and nothing is stopped.
package struct QuietHoursModel: Hashable, Sendable, Codable {
    /// `22:00`.
    package var from: String
    package var to: String
    /// `Europe/Berlin`.
    package var zone: String

    package init(from: String, to: String, zone: String) {
        self.from = from
        self.to = to
        self.zone = zone
    }
}

/// A duration as a client may write it: `14400`, `"4h"`, and where that means something `"never"`.
package enum DurationModel: Hashable, Sendable, Codable {
    case seconds(Int64)
    case text(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let seconds = try? container.decode(Int64.self) {
            self = .seconds(seconds)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .seconds(let seconds): try container.encode(seconds)
        case .text(let text): try container.encode(text)
        }
    }
}
