import Control
import HubAPI
import Servers

extension LedgerModel {
    init(_ report: UsageReport, by key: UsageKey, _ query: LedgerQuery) {
        self.init(
            by: key.rawValue, since: query.since?.description, until: query.until?.description,
            rows: report.rows.map { LedgerRowModel($0) }, total: LedgerRowModel(report.total))
    }
}

extension LedgerRowModel {
    fileprivate init(_ sum: UsageSum) {
        self.init(
            key: sum.key, servers: sum.servers, hours: sum.time / .seconds(3600),
            reserved: ReservedHoursModel(
                cpu: sum.reservedCPU / 3600, memory: sum.reservedMemory / 3600, gpus: sum.reservedGPU / 3600),
            used: UsedHoursModel(
                cpu: sum.usedCPU / 3600, memory: sum.usedMemory / 3600, memoryShare: sum.memoryShare,
                peakMemory: sum.peakMemory?.count, peakCPU: sum.peakCores))
    }
}

extension IdleModel {
    init(_ idle: ReadUsage.Idle) {
        self.init(
            server: idle.sum.key, unusedMemory: idle.sum.unusedMemory / 3600,
            idle: idle.idle.map { Int($0.components.seconds) }, usage: LedgerRowModel(idle.sum))
    }
}

extension DefaultsModel {
    init(_ fits: [ProfileFit]) {
        let sessions = fits.reduce(0) { $0 + $1.sessions }
        let inside = fits.reduce(0) { $0 + $1.inside }
        self.init(
            sessions: sessions, inside: inside, share: sessions == 0 ? nil : Double(inside) / Double(sessions),
            profiles: fits.map { ProfileFitModel($0) })
    }
}

extension ProfileFitModel {
    fileprivate init(_ fit: ProfileFit) {
        self.init(
            profile: fit.profile.value, sessions: fit.sessions, inside: fit.inside, share: fit.share,
            raised: fit.raised, resized: fit.resized, requested: fit.requested, outOfMemory: fit.outOfMemory,
            memory: FitModel(
                given: (fit.defaultMemory?.count).map(Double.init), fit.memory,
                suggested: (fit.suggestedMemory?.count).map(Double.init)),
            cpu: FitModel(given: fit.defaultCPU?.number, fit.cores, suggested: fit.suggestedCPU?.number))
    }
}

extension FitModel {
    fileprivate init(given: Double?, _ spread: ProfileFit.Spread?, suggested: Double?) {
        self.init(given: given, p50: spread?.p50, p90: spread?.p90, p95: spread?.p95, suggested: suggested)
    }
}
