package import Foundation

/// When a server that nobody needs is stopped.
package struct IdlePolicy: Hashable, Sendable {
    /// From the last activity to the stop.
    package var timeout = Limit.after(.seconds(4 * 3600))
    /// How long before the stop people are told.
    package var notice = Duration.seconds(15 * 60)
    /// How long a kernel that computes and says nothing counts as active.
    package var busyLimit = Limit.after(.seconds(72 * 3600))
    /// From the start to the stop, however active it is.
    package var maximumAge = Limit.never
    /// Nothing is stopped sooner after its start.
    package var minimumRun = Duration.zero
    /// The most that a person may hold a stop off at once.
    package var keepLimit = Limit.after(.seconds(24 * 3600))
    /// When nobody is told and nothing is stopped; nil: at no time.
    package var quietHours: QuietHours?
    /// Whether none of this concerns it.
    package var isExempt = false

    package init() {}

    /// For how long a server is kept where nobody says for how long: 4 hours, or less where less is the most.
    package var usualKeep: Duration {
        switch keepLimit {
        case .after(let most): min(most, Self.usualKeep)
        case .never: Self.usualKeep
        }
    }

    private static let usualKeep = Duration.seconds(4 * 3600)

    /// What holds for a server of a profile, for an owner in these groups.
    ///
    /// A profile's rules go before what holds for all, and groups' before the profile's. Where several groups say something
    /// of the same thing, the one holds that leaves the server running longest.
    package init(
        for all: IdlePolicy = IdlePolicy(), profile: IdleRules = IdleRules(), groups: [IdleRules] = []
    ) {
        self = all
        apply(profile)
        apply(IdleRules(longestOf: groups))
    }

    private mutating func apply(_ rules: IdleRules) {
        timeout = rules.timeout ?? timeout
        notice = rules.notice ?? notice
        busyLimit = rules.busyLimit ?? busyLimit
        maximumAge = rules.maximumAge ?? maximumAge
        minimumRun = rules.minimumRun ?? minimumRun
        keepLimit = rules.keepLimit ?? keepLimit
        quietHours = rules.quietHours ?? quietHours
        isExempt = rules.isExempt ?? isExempt
    }
}

/// What a profile or a group says of idle servers; nil where it says nothing.
package struct IdleRules: Hashable, Sendable {
    package var timeout: Limit?
    package var notice: Duration?
    package var busyLimit: Limit?
    package var maximumAge: Limit?
    package var minimumRun: Duration?
    package var keepLimit: Limit?
    package var quietHours: QuietHours?
    package var isExempt: Bool?

    package init() {}

    /// The most generous of each. Of several quiet hours the longest.
    init(longestOf all: [IdleRules]) {
        timeout = all.compactMap(\.timeout).max()
        notice = all.compactMap(\.notice).max()
        busyLimit = all.compactMap(\.busyLimit).max()
        maximumAge = all.compactMap(\.maximumAge).max()
        minimumRun = all.compactMap(\.minimumRun).max()
        keepLimit = all.compactMap(\.keepLimit).max()
        quietHours = all.compactMap(\.quietHours).max { $0.minutes < $1.minutes }
        let exempt = all.compactMap(\.isExempt)
        isExempt = exempt.isEmpty ? nil : exempt.contains(true)
    }
}

/// A time of the day, every day; may go over midnight.
package struct QuietHours: Hashable, Sendable {
    /// Minutes since midnight.
    package let start: Int
    package let end: Int
    /// Whose clock is meant.
    package let zone: TimeZone

    private static let day = 24 * 60

    /// - Parameters:
    ///   - start, end: minutes since midnight, 0 to 1440; the same twice is the whole day.
    package init(start: Int, end: Int, zone: TimeZone) {
        self.start = start % Self.day
        self.end = end % Self.day
        self.zone = zone
    }

    /// How long they last; those that begin when they end are all day.
    var minutes: Int { start == end ? Self.day : (end - start + Self.day) % Self.day }

    /// When they end that `now` is in; nil when it is in none. On the day on which clocks are changed that may be an hour
    /// off, and then it is asked again.
    func end(at now: Timestamp) -> Timestamp? {
        let local = now.microseconds / 1_000_000 + Int64(zone.secondsFromGMT(for: now.date))
        let length = Int64(Self.day * 60)
        let sinceMidnight = (local % length + length) % length
        let sinceStart = (sinceMidnight - Int64(start * 60) + length) % length
        let left = Int64(minutes * 60) - sinceStart
        return left > 0 ? now + .seconds(left) : nil
    }
}
