/// How long a machine has been up in one boot of it: goes on while its clock is set, and stands still while it sleeps.
package struct Uptime: Hashable, Sendable, Codable {
    /// Which boot of which machine.
    package let boot: String
    package let microseconds: Int64

    package init(boot: String, microseconds: Int64) {
        self.boot = boot
        self.microseconds = microseconds
    }
}

/// A moment by the clock that people read, and by the one that nobody sets.
package struct Moment: Hashable, Sendable, Codable {
    package let at: Timestamp
    package let uptime: Uptime

    package init(at: Timestamp, uptime: Uptime) {
        self.at = at
        self.uptime = uptime
    }

    /// How much time has really passed since an earlier moment, whatever the clock says; zero when that one is not earlier.
    /// Nil when the machine was started anew in between: then nobody knows.
    package func since(_ earlier: Moment) -> Duration? {
        guard uptime.boot == earlier.uptime.boot else { return nil }
        return .microseconds(max(uptime.microseconds - earlier.uptime.microseconds, 0))
    }

    package static func + (moment: Moment, passed: Duration) -> Moment {
        let microseconds = (Timestamp(microseconds: moment.uptime.microseconds) + passed).microseconds
        return Moment(at: moment.at + passed, uptime: Uptime(boot: moment.uptime.boot, microseconds: microseconds))
    }
}

extension TimeSource {
    /// Now, by both clocks.
    package func moment() -> Moment { Moment(at: now(), uptime: uptime()) }
}
