import Control
import HubAPI
import Servers

extension IdleRules {
    private static let allowed = [
        "timeout", "notice", "busy_limit", "maximum_age", "minimum_run", "keep_limit", "quiet_hours", "exempt",
    ]

    /// Reads what a group's policy says; nil when that is nothing. Throws `Refusal` 400 naming the field.
    init?(ofPolicy body: RequestObject) throws {
        guard let value = body["idle"] else { return nil }
        let idle = try RequestObject(value, allowed: Self.allowed, within: "idle")
        self.init()
        timeout = try idle.limit("timeout", label: "idle.timeout")
        notice = try idle.duration("notice", label: "idle.notice", orNone: true)
        busyLimit = try idle.limit("busy_limit", label: "idle.busy_limit")
        maximumAge = try idle.limit("maximum_age", label: "idle.maximum_age")
        minimumRun = try idle.duration("minimum_run", label: "idle.minimum_run", orNone: true)
        keepLimit = try idle.limit("keep_limit", label: "idle.keep_limit")
        quietHours = try QuietHours(ofRules: idle)
        isExempt = try idle.bool("exempt")
        if self == IdleRules() { return nil }
    }
}

extension QuietHours {
    fileprivate init?(ofRules idle: RequestObject) throws {
        guard let value = idle["quiet_hours"] else { return nil }
        let hours = try RequestObject(value, allowed: ["from", "to", "zone"], within: "idle.quiet_hours")
        guard let from = try hours.string("from"), let to = try hours.string("to"), let zone = try hours.string("zone")
        else {
            throw Refusal(.badRequest, code: "bad_value", "idle.quiet_hours: must have from, to and zone")
        }
        do {
            try self.init(from: from, to: to, zone: zone)
        } catch {
            throw Refusal(
                InvalidValue(
                    field: "idle.quiet_hours.\(error.field)", value: error.value, expected: error.expected))
        }
    }
}

extension IdleRulesModel {
    init(_ rules: IdleRules) {
        self.init(
            timeout: rules.timeout.map { DurationModel($0) }, notice: rules.notice.map { DurationModel($0) },
            busyLimit: rules.busyLimit.map { DurationModel($0) },
            maximumAge: rules.maximumAge.map { DurationModel($0) },
            minimumRun: rules.minimumRun.map { DurationModel($0) },
            keepLimit: rules.keepLimit.map { DurationModel($0) },
            quietHours: rules.quietHours.map { hours in
                QuietHoursModel(
                    from: QuietHours.text(hours.start), to: QuietHours.text(hours.end), zone: hours.zoneName)
            },
            exempt: rules.isExempt)
    }
}

extension DurationModel {
    fileprivate init(_ limit: Limit) {
        switch limit {
        case .after(let duration): self.init(duration)
        case .never: self = .text("never")
        }
    }

    fileprivate init(_ duration: Duration) { self = .seconds(duration.components.seconds) }
}
