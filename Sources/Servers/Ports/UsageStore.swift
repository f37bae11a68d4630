/// The port to the ledger of what was reserved and used. What is over is never changed or removed.
///
/// Its intervals follow the servers' statuses by themselves: whoever keeps statuses (`ServerStore`) writes what
/// `UsageChange` makes of each in the same transaction.
package protocol UsageStore: Sendable {
    /// Writes down what was read of servers that run, in one transaction. A span of what does not run any more, or that is
    /// not later than what is written, changes nothing.
    func keepUsage(_ spans: [UsageSpan]) async throws

    /// Writes down that a server's container has ended: what is reserved for it counts no longer. Nothing when that was
    /// written before, or the generation is another.
    func noteEnd(_ end: UsageEnd) async throws

    /// What was reserved and used, summed, by key. What goes on counts as far as it is written down.
    func usage(_ query: UsageQuery) async throws -> UsageReport

    /// How well profiles' defaults fitted the sessions that ended in that time and are counted, by profile.
    func fits(since: Timestamp?, until: Timestamp?, owner: UserName?) async throws -> [ProfileFit]
}
