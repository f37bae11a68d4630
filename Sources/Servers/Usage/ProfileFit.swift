/// How well a profile's defaults fit the sessions that used it.
package struct ProfileFit: Hashable, Sendable {
    package let profile: ProfileID
    /// Those that are counted (`UsageSession.isCounted`).
    package let sessions: Int
    /// Those that ended inside the defaults.
    package let inside: Int
    /// Why others did not; one session may count in several.
    package let raised: Int
    package let resized: Int
    package let requested: Int
    package let outOfMemory: Int
    /// What the profile gave at the latest of them; nil where that is not known.
    package let defaultMemory: Bytes?
    package let defaultCPU: Cores?
    /// Peaks of memory in bytes; nil where none was measured.
    package let memory: Spread?
    /// Peaks of cores.
    package let cores: Spread?

    /// The share that ended inside, 0 to 1.
    package var share: Double { sessions == 0 ? 0 : Double(inside) / Double(sessions) }

    /// Values such that so many of a hundred are at most that: nearest ranks, each a value that occurred.
    package struct Spread: Hashable, Sendable {
        package let p50: Double
        package let p90: Double
        package let p95: Double

        /// Nil without values.
        package init?(_ values: [Double]) {
            guard !values.isEmpty else { return nil }
            let sorted = values.sorted()
            func rank(_ percent: Int) -> Double { sorted[max((sorted.count * percent + 99) / 100, 1) - 1] }
            (p50, p90, p95) = (rank(50), rank(90), rank(95))
        }
    }
}

// MARK: What is suggested

extension ProfileFit {
    /// Of fewer sessions nothing is concluded.
    package static let fewest = 20
    /// What is left above the peaks: the 90th percentile and 15 % are the defaults of Kubernetes' vertical pod autoscaler.
    package static let headroom = 1.15

    /// The smallest step that covers nine of ten sessions' peaks with headroom; nil while too few sessions are known.
    package var suggestedMemory: Bytes? {
        guard sessions >= Self.fewest, let memory else { return nil }
        return Self.steps(from: 512.0 * 1_048_576).first { $0 >= memory.p90 * Self.headroom }.map { Bytes(Int64($0)) }
    }

    /// The same of cores.
    package var suggestedCPU: Cores? {
        guard sessions >= Self.fewest, let cores else { return nil }
        return Self.steps(from: 0.5).first { $0 >= cores.p90 * Self.headroom }.map {
            Cores(thousandths: Int($0 * 1000))
        }
    }

    /// `least` doubled again and again, and halfway between: sizes that people find round.
    private static func steps(from least: Double) -> [Double] {
        (0..<16).flatMap { doublings in [least, least * 1.5].map { $0 * Double(1 << doublings) } }
    }
}

/// Counts sessions by their profile.
package struct FitTally: Sendable {
    private var parts: [ProfileID: Part] = [:]

    fileprivate struct Part: Sendable {
        var (sessions, inside, raised, resized, requested, outOfMemory) = (0, 0, 0, 0, 0, 0)
        var defaultMemory: Bytes?
        var defaultCPU: Cores?
        var memory: [Double] = []
        var cores: [Double] = []
    }

    package init() {}

    /// Counts one that is to be counted; the latest last.
    package mutating func count(_ fit: SessionFit, in profile: ProfileID) {
        parts[profile, default: Part()].count(fit)
    }

    /// By profile's id.
    package var fits: [ProfileFit] {
        parts.sorted { $0.key.value < $1.key.value }.map { profile, part in
            ProfileFit(
                profile: profile, sessions: part.sessions, inside: part.inside, raised: part.raised,
                resized: part.resized, requested: part.requested, outOfMemory: part.outOfMemory,
                defaultMemory: part.defaultMemory, defaultCPU: part.defaultCPU,
                memory: ProfileFit.Spread(part.memory), cores: ProfileFit.Spread(part.cores))
        }
    }
}

extension FitTally.Part {
    fileprivate mutating func count(_ fit: SessionFit) {
        sessions += 1
        inside += fit.isInside ? 1 : 0
        raised += fit.isRaised ? 1 : 0
        resized += fit.isResized ? 1 : 0
        requested += fit.hasRequest ? 1 : 0
        outOfMemory += fit.ranOutOfMemory ? 1 : 0
        defaultMemory = fit.defaultMemory ?? defaultMemory
        defaultCPU = fit.defaultCPU ?? defaultCPU
        if let peak = fit.peakMemory { memory.append(Double(peak.count)) }
        if let peak = fit.peakCores { cores.append(peak) }
    }
}
