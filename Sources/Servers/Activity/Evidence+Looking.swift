extension NotebookActivity {
    /// What it shows at `now`, when it was told. What a server dates into the future is of now.
    package func evidence(at now: Timestamp) -> [Evidence] {
        let ofKernels = kernels.compactMap { kernel -> Evidence? in
            let what = kernel.path ?? kernel.name
            let last = kernel.lastActivity.map { min($0, now) }
            if kernel.isBusy { return Evidence(.busyKernel, what, at: now, since: last) }
            return last.map { Evidence(.kernel, what, at: $0) }
        }
        let ofTerminals = terminals.compactMap { terminal in
            terminal.lastActivity.map { Evidence(.terminal, terminal.name, at: min($0, now)) }
        }
        return ofKernels + ofTerminals
    }
}

/// What a container's processes used between two samples.
package struct UsageWindow: Hashable, Sendable {
    package let cores: Double
    /// Bytes in a second; nil where the engine does not count them.
    package let disk: Double?
    package let network: Double?
    package let end: Timestamp

    /// Nothing is said of a shorter time: our own questions take some milliseconds of processor time.
    package static let shortest = Duration.seconds(2)

    /// Nil when the samples cannot be compared: the clock or the counters went back.
    package init?(from start: ContainerUsage, to end: ContainerUsage) {
        guard let cores = end.cores(since: start) else { return nil }
        let seconds = (end.at - start.at) / .seconds(1)
        func rate(_ counter: KeyPath<ContainerUsage, Bytes?>) -> Double? {
            guard let before = start[keyPath: counter], let after = end[keyPath: counter] else { return nil }
            return Double(max(after.count - before.count, 0)) / seconds
        }
        self.cores = cores
        disk = rate(\.disk)
        network = rate(\.network)
        self.end = end.at
    }

    /// Cores from which on somebody's work runs. Measured: JupyterLab with five idle kernels uses 0.001, a tab of it that
    /// nobody looks at 0.004 more; ten such tabs stay below.
    package static let busyCores = 0.05
    /// The same on the most crowded machine: above what a few tabs take.
    package static let leastBusyCores = 0.02
    /// Bytes a second from which on data is moved: forty times what a tab's polls and our own looks move, as measured.
    package static let busyNetwork = 100.0 * 1024
    /// The same of block devices, which an idle server does not touch.
    package static let busyDisk = 100.0 * 1024

    /// What it shows, whatever the processes are; nothing when they were idle.
    ///
    /// - Parameter crowding: how many processes want each core of the machine. Work gets so much less of it, and is work.
    package func evidence(crowding: Double = 1) -> [Evidence] {
        var found: [Evidence] = []
        if cores >= max(Self.busyCores / max(crowding, 1), Self.leastBusyCores) {
            found.append(Evidence(.cpu, Cores(measured: cores).words, at: end))
        }
        let moved =
            (disk.map { $0 >= Self.busyDisk } ?? false ? ["disk"] : [])
            + (network.map { $0 >= Self.busyNetwork } ?? false ? ["network"] : [])
        if !moved.isEmpty { found.append(Evidence(.io, moved.joined(separator: " and "), at: end)) }
        return found
    }
}

extension [Evidence] {
    /// The last few that are kept of one server.
    package static var most: Int { 8 }

    /// These with what a later look found: the latest of each, the latest first, as many as are kept.
    ///
    /// - Parameter ofNotebook: whether Jupyter told all that runs. Then a kernel that it does not call busy is not busy any
    ///   more, and was last when it was seen so; else nothing is known and it stays what it was.
    package func updated(with found: [Evidence], ofNotebook: Bool) -> [Evidence] {
        var latest: [Key: Evidence] = [:]
        for old in self {
            let isOver = ofNotebook && old.kind == .busyKernel
            latest.keep(isOver ? Evidence(.kernel, old.what, at: old.at) : old)
        }
        for new in found {
            guard new.kind == .busyKernel, new.since == nil else {
                latest.keep(new)
                continue
            }
            // One that does not say when it last said something is silent since it was first seen busy.
            let before = first { $0.kind == .busyKernel && $0.what == new.what }
            latest.keep(Evidence(.busyKernel, new.what, at: new.at, since: before?.since ?? before?.at ?? new.at))
        }
        return Array(latest.values.sorted(by: Evidence.isLater).prefix(Self.most))
    }

    /// These after the host's clock was set to `now`: nothing of them is ahead of it, and all counts from now.
    package func clockWasSet(at now: Timestamp) -> [Evidence] {
        let past = map {
            Evidence($0.kind, $0.what, at: Swift.min($0.at, now), since: $0.since.map { Swift.min($0, now) })
        }
        return past.updated(with: [Evidence(.clock, at: now)], ofNotebook: false)
    }

    /// When somebody or something last did anything: now, while a kernel is busy that was not silent for `busyLimit`. Nil
    /// when nothing is known. That a clock was set, or a keep was asked for, is no activity.
    package func lastActivity(at now: Timestamp, busyLimit: Limit = IdlePolicy().busyLimit) -> Timestamp? {
        compactMap { evidence -> Timestamp? in
            switch evidence.kind {
            case .clock, .keep: nil
            case .busyKernel:
                Evidence(.busyKernel, at: now, since: evidence.since ?? evidence.at).counts(
                    at: now, busyLimit: busyLimit)
            case .launch, .person, .kernel, .terminal, .cpu, .io: evidence.counts(at: now, busyLimit: busyLimit)
            }
        }.max()
    }
}

/// What two pieces of evidence have in common of which only the later is kept.
private struct Key: Hashable {
    let kind: Evidence.Kind
    let what: String?

    init(_ evidence: Evidence) {
        switch evidence.kind {
        case .busyKernel, .kernel: (kind, what) = (.kernel, evidence.what)
        case .terminal: (kind, what) = (.terminal, evidence.what)
        case .launch, .person, .cpu, .io, .keep, .clock: (kind, what) = (evidence.kind, nil)
        }
    }
}

extension [Key: Evidence] {
    fileprivate mutating func keep(_ evidence: Evidence) {
        let key = Key(evidence)
        guard let known = self[key] else {
            self[key] = evidence
            return
        }
        if Evidence.isLater(evidence, known) { self[key] = evidence }
    }
}

extension Evidence {
    /// Of the same moment a busy kernel counts as the later: it goes on.
    fileprivate static func isLater(_ left: Evidence, _ right: Evidence) -> Bool {
        (left.at, left.kind == .busyKernel ? 1 : 0, left.kind.rawValue, left.what ?? "")
            > (right.at, right.kind == .busyKernel ? 1 : 0, right.kind.rawValue, right.what ?? "")
    }
}
