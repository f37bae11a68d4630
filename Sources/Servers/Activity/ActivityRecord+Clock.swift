extension ActivityRecord {
    /// The same by the clock as it is at `now`. Where that is known to have been set, what lies ahead was dated by the clock
    /// before: it is of the moment when that was set. A keep is a promise of a time, and stays.
    package func byClock(at now: Timestamp) -> ActivityRecord {
        guard let set = evidence.filter({ $0.kind == .clock && $0.at <= now }).map(\.at).max() else { return self }
        func dated(_ moment: Timestamp) -> Timestamp { moment > now ? set : moment }
        let present = evidence.map { one in
            one.kind == .keep ? one : Evidence(one.kind, one.what, at: dated(one.at), since: one.since.map(dated))
        }
        return ActivityRecord(
            startedAt: dated(startedAt), evidence: present, look: look, notifiedAt: notifiedAt)
    }
}
