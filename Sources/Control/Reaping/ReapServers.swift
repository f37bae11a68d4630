package import Accounts
import Logging
import Servers

/// Stops servers that nobody needs, and tells their people before: by policy, or as an admin asks. What a dry run lists is
/// what is done, by the same code; just before, each server is looked at anew, and what came in between spares it.
package struct ReapServers: Sendable {
    private let control: ControlContext
    private let logger: Logger

    /// How many servers are looked at and stopped at once.
    private static let width = 16

    /// - Parameter logger: for notices that cannot be shown, and servers that cannot be written.
    init(_ control: ControlContext, logger: Logger = Logger(label: "reap") { _ in SwiftLogNoOpLogHandler() }) {
        self.control = control
        self.logger = logger
    }

    /// Each started server that `order` means with its verdict, those that are to be stopped first, then by name: the dry run.
    /// Throws `Refusal` 403 without the scope `admin:servers`.
    package func dryRun(_ order: ReapOrder, by principal: Principal) async throws -> [ReapCandidate] {
        try principal.require(.adminServers)
        return try await candidates(order)
    }

    /// Does what the dry run of `order` shows. Throws `Refusal`: 403 without the scope `admin:servers`, 409 when it is more
    /// than `most` servers that would be stopped, and then nothing is done.
    package func callAsFunction(
        _ order: ReapOrder, atMost most: Int? = nil, by principal: Principal
    ) async throws -> [ReapOutcome] {
        try principal.require(.adminServers)
        let candidates = try await candidates(order)
        let count = candidates.count { $0.step == .stop }
        if let most, count > most {
            throw Refusal(
                .conflict, code: "more_than_expected",
                "\(count) servers would be stopped by now, which is more than the \(most) that were expected; look again"
            )
        }
        return try await perform(order, on: candidates, for: principal)
    }

    /// What policies ask for, at present. Throws what the store throws.
    func candidates(_ order: ReapOrder) async throws -> [ReapCandidate] {
        let terms = order.terms(try await control.idleTerms())
        let now = control.time.now()
        let facts = try await FleetFacts(for: order.filter.keys, control, at: now)
        let (activity, usage) = (control.activity.all, control.usage.all)
        return try await control.servers.unfinishedFleet(with: [.spec, .status]).compactMap { line in
            var entry = line
            facts.fill(&entry)
            guard let server = StartedServer(entry), order.filter.fits(entry, now: now) else { return nil }
            let verdict = ServerVerdict(
                of: entry.key.owner, profile: entry.spec?.profile, activity.record(of: server).byClock(at: now),
                by: terms, at: now)
            return ReapCandidate(
                entry: entry, verdict: verdict,
                step: verdict.step(after: server.idle, isByPolicy: order.isByPolicy), usage: usage.usage(of: entry))
        }.sorted { $0.isShownBefore($1) }
    }

    /// Carries the steps out that there are, some at a time; answers what became of each, in the same order.
    ///
    /// - Parameter principal: who asks; nil: the policies.
    func perform(
        _ order: ReapOrder, on candidates: [ReapCandidate], for principal: Principal?
    ) async throws -> [ReapOutcome] {
        let due = candidates.filter { $0.step != .nothing }
        if due.isEmpty { return [] }
        let one = ReapServer(
            control: control, terms: order.terms(try await control.idleTerms()), isByPolicy: order.isByPolicy,
            principal: principal, logger: logger)
        var waiting = due.enumerated().makeIterator()
        return await withTaskGroup(of: (Int, ReapOutcome).self) { group in
            func begin() {
                guard let (index, candidate) = waiting.next() else { return }
                group.addTask { (index, await one(candidate)) }
            }
            for _ in 0..<Self.width { begin() }
            var outcomes: [(Int, ReapOutcome)] = []
            while let outcome = await group.next() {
                outcomes.append(outcome)
                begin()
            }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

extension ReapCandidate {
    fileprivate func isShownBefore(_ other: ReapCandidate) -> Bool {
        (other.verdict.action, entry.key) < (verdict.action, other.entry.key)
    }
}
