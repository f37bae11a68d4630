import Control
import Foundation
import Servers

/// A sum of use as a row of the table, with its bars against the greatest of all rows.
struct UsageRow {
    let key: String
    let servers: Int
    let hours: String
    let cpu: String
    let memory: String
    /// Empty where none was reserved.
    let gpus: String
    /// Nil in the row of the total, which has nothing beside it.
    let bars: Bars?

    struct Bars {
        let cpu: AmountBar
        let memory: AmountBar
    }

    /// The greatest of the rows that are shown, which fills a bar.
    struct Most {
        let cpu: Double
        let memory: Double

        init(of sums: some Collection<UsageSum>) {
            cpu = sums.map { max($0.reservedCPU, $0.usedCPU) }.max() ?? 0
            memory = sums.map { max($0.reservedMemory, $0.usedMemory) }.max() ?? 0
        }
    }

    init(_ sum: UsageSum, of most: Most?) {
        key = sum.key.isEmpty ? "none" : sum.key
        servers = sum.servers
        hours = (sum.time / .seconds(3600)).figure
        cpu = "\((sum.usedCPU / 3600).figure) of \((sum.reservedCPU / 3600).figure)"
        memory = "\(sum.usedMemory.byteHours) of \(sum.reservedMemory.byteHours)"
        gpus = sum.reservedGPU > 0 ? (sum.reservedGPU / 3600).figure : ""
        bars = most.map { most in
            Bars(
                cpu: AmountBar(used: sum.usedCPU, reserved: sum.reservedCPU, total: most.cpu),
                memory: AmountBar(used: sum.usedMemory, reserved: sum.reservedMemory, total: most.memory))
        }
    }
}

/// A server that memory was kept for and not used.
struct IdleRow {
    let server: String
    let unused: String
    let share: String
    /// How long nothing has gone on in it; nil while it does not run.
    let still: String?

    init(_ idle: ReadUsage.Idle) {
        server = idle.sum.key
        unused = "\(idle.sum.unusedMemory.byteHours) of \(idle.sum.reservedMemory.byteHours)"
        share = idle.sum.memoryShare.percent
        still = idle.idle?.roughly
    }
}

/// How well profiles' defaults fitted; nil where no session is known of that says so.
struct DefaultsFit {
    let share: String
    /// `1 session`, `120 sessions`.
    let counted: String
    let profiles: [Row]
    /// Of fewer sessions nothing is suggested.
    let fewest = ProfileFit.fewest

    struct Row {
        let profile: String
        let sessions: Int
        let share: String
        /// Why the others did not get along: `2 raised, 1 out of memory`.
        let reasons: String
        let memory: Suggestion
        let cores: Suggestion

        init(_ fit: ProfileFit) {
            profile = fit.profile.value
            sessions = fit.sessions
            share = fit.share.percent
            reasons = [
                (fit.raised, "raised"), (fit.resized, "resized"), (fit.requested, "asked for more"),
                (fit.outOfMemory, "out of memory"),
            ].filter { $0.0 > 0 }.map { "\($0) \($1)" }.joined(separator: ", ")
            memory = Suggestion(now: fit.defaultMemory?.description, new: fit.suggestedMemory?.description)
            cores = Suggestion(now: fit.defaultCPU?.description, new: fit.suggestedCPU?.description)
        }
    }

    /// What a profile gives, and what it should give.
    struct Suggestion {
        let now: String
        /// Nil where nothing is suggested, or what it gives.
        let new: String?

        init(now: String?, new: String?) {
            self.now = now ?? ""
            self.new = new == now ? nil : new
        }
    }

    init?(_ fits: [ProfileFit]) {
        let sessions = fits.reduce(0) { $0 + $1.sessions }
        guard sessions > 0 else { return nil }
        counted = sessions == 1 ? "1 session" : "\(sessions) sessions"
        share = (Double(fits.reduce(0) { $0 + $1.inside }) / Double(sessions)).percent
        profiles = fits.map { Row($0) }
    }
}

extension Double {
    /// With two digits after the point at most: `0.25`, `3`.
    fileprivate var figure: String {
        let rounded = (self * 100).rounded() / 100
        return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
    }

    /// A share of 1, as `83 %`.
    fileprivate var percent: String { "\(Int((self * 100).rounded())) %" }

    /// Of byte-seconds, as `1.5 GiB h`.
    fileprivate var byteHours: String { "\(Bytes(Int64(self / 3600))) h" }
}
