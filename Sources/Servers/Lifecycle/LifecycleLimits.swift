/// The times and counts that govern one server's lifecycle.
package struct LifecycleLimits: Hashable, Sendable {
    /// From container start to the first HTTP answer; queue and pull are not counted.
    package var start: Duration
    /// What a stop gives the processes before they are killed.
    package var stopGrace: Duration
    /// How often a stop is tried before removal is forced.
    package var stopAttempts: Int
    /// Tries in all when the system fails before `started`.
    package var tries: Int
    package var firstRetry: Duration
    package var longestRetry: Duration
    /// How long a started server's container may be missing from full lists before it counts as gone.
    package var missingGrace: Duration
    /// How long a launch waits to be admitted; nil: for ever.
    package var queue: Duration?
    /// How often a started server is asked whether it answers.
    package var health: Duration

    package init(
        start: Duration = .seconds(120), stopGrace: Duration = .seconds(15), stopAttempts: Int = 2, tries: Int = 3,
        firstRetry: Duration = .seconds(1), longestRetry: Duration = .seconds(30),
        missingGrace: Duration = .seconds(60), queue: Duration? = .seconds(86_400),
        health: Duration = .seconds(30)
    ) {
        self.start = start
        self.stopGrace = stopGrace
        self.stopAttempts = stopAttempts
        self.tries = tries
        self.firstRetry = firstRetry
        self.longestRetry = longestRetry
        self.missingGrace = missingGrace
        self.queue = queue
        self.health = health
    }

    /// The pause before try number `failures + 1`: doubling from `firstRetry`, at most `longestRetry`.
    package func backOff(after failures: Int) -> Duration {
        let doublings = min(max(failures - 1, 0), 16)
        return min(firstRetry * (1 << doublings), longestRetry)
    }
}
