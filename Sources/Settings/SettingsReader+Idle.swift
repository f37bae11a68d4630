import Servers

extension SettingsReader {
    /// What holds for idle servers; nil when one of its keys cannot be read.
    mutating func idleSettings() -> IdleSettings? {
        let isOn = value(.reaping, readFlag)
        let timeout = value(.idleTimeout, readLimit)
        let notice = value(.idleNotice, readPause)
        let busyLimit = value(.idleBusyLimit, readLimit)
        let maximumAge = value(.idleMaximumAge, readLimit)
        let minimumRun = value(.idleMinimumRun, readPause)
        let keepLimit = value(.idleKeepLimit, readLimit)
        let quietHours = optional(.idleQuietHours) { try? QuietHours($0) }
        let lookInterval = value(.activityInterval, readDuration)
        guard let isOn, let timeout, let notice, let busyLimit, let maximumAge, let minimumRun, let keepLimit,
            let quietHours, let lookInterval
        else { return nil }
        var policy = IdlePolicy()
        (policy.timeout, policy.notice, policy.busyLimit) = (timeout, notice, busyLimit)
        (policy.maximumAge, policy.minimumRun, policy.keepLimit) = (maximumAge, minimumRun, keepLimit)
        policy.quietHours = quietHours
        return IdleSettings(policy: policy, isOn: isOn, lookInterval: max(lookInterval, .seconds(1)))
    }
}

/// Reads a duration, or `never`.
func readLimit(_ text: String) -> Limit? { text == "never" ? .never : readDuration(text).map { .after($0) } }

/// Reads a duration, or `0`.
func readPause(_ text: String) -> Duration? { text == "0" ? .zero : readDuration(text) }
