import ArgumentParser
import HubAPI
import Servers

/// What a group's policy says of idle servers.
struct IdleOptions: ParsableArguments {
    @Option(help: "After how long without activity members' servers are stopped: 8h, or never.", transform: limit)
    var idleTimeout: DurationModel?
    @Option(help: "How long before that they are told: 15m, or 0.", transform: pause)
    var idleNotice: DurationModel?
    @Option(help: "How long a busy kernel that says nothing counts as active: 72h, or never.", transform: limit)
    var idleBusyLimit: DurationModel?
    @Option(help: "After how long servers are stopped, however active: 7d, or never.", transform: limit)
    var idleMaximumAge: DurationModel?
    @Option(help: "Nothing is stopped sooner after its start: 1h, or 0.", transform: pause)
    var idleMinimumRun: DurationModel?
    @Option(help: "For how long at most members keep a server at once: 24h, or never for any time.", transform: limit)
    var idleKeepLimit: DurationModel?
    @Option(help: "When nothing is stopped: '22:00-06:00 Europe/Berlin'.", transform: hours)
    var idleQuietHours: QuietHoursModel?
    @Flag(inversion: .prefixedNo, help: "Whether nothing stops members' servers for being idle or old.")
    var idleExempt: Bool?

    /// Nil where nothing is said.
    var rules: IdleRulesModel? {
        let rules = IdleRulesModel(
            timeout: idleTimeout, notice: idleNotice, busyLimit: idleBusyLimit, maximumAge: idleMaximumAge,
            minimumRun: idleMinimumRun, keepLimit: idleKeepLimit, quietHours: idleQuietHours, exempt: idleExempt)
        return rules == IdleRulesModel() ? nil : rules
    }

    private static func limit(_ text: String) throws -> DurationModel {
        text == "never" ? .text(text) : .seconds(Int64(try TimeOption.seconds(text)))
    }

    private static func pause(_ text: String) throws -> DurationModel {
        .seconds(text == "0" ? 0 : Int64(try TimeOption.seconds(text)))
    }

    private static func hours(_ text: String) throws -> QuietHoursModel {
        do {
            let hours = try QuietHours(text)
            return QuietHoursModel(
                from: QuietHours.text(hours.start), to: QuietHours.text(hours.end), zone: hours.zoneName)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension IdleRulesModel {
    /// `stopped after 8 h idle, told 15 min before`.
    var text: String {
        [
            timeout.map { $0.isNever ? "never stopped for being idle" : "stopped after \($0.words) without activity" },
            notice.map { "told \($0.words) before" },
            busyLimit.map {
                $0.isNever ? "a busy kernel counts for ever" : "a silent busy kernel counts for \($0.words)"
            },
            maximumAge.map { $0.isNever ? "of any age" : "stopped at an age of \($0.words)" },
            minimumRun.map { "not before \($0.words)" },
            keepLimit.map { $0.isNever ? "kept for any time on request" : "kept on request for at most \($0.words)" },
            quietHours.map { "not from \($0.from) to \($0.to) \($0.zone)" },
            exempt.map { $0 ? "exempt" : "not exempt" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}

extension DurationModel {
    fileprivate var isNever: Bool { self == .text("never") }

    fileprivate var words: String {
        switch self {
        case .seconds(let seconds): Duration.seconds(seconds).words
        case .text(let text): text
        }
    }
}
