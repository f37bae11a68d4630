import Servers
import Testing

@Suite("How well profiles' defaults fit")
struct ProfileFitTests {
    private let small = ProfileID("small")

    private func session(
        peak: Double? = nil, cores: Double? = nil, isRaised: Bool = false, isResized: Bool = false,
        hasRequest: Bool = false, ranOut: Bool = false
    ) -> SessionFit {
        SessionFit(
            isRaised: isRaised, isResized: isResized, hasRequest: hasRequest, ranOutOfMemory: ranOut,
            peakMemory: peak.map { Bytes(Int64($0 * 1_073_741_824)) }, peakCores: cores,
            defaultMemory: .gibibytes(2), defaultCPU: Cores(thousandths: 1000))
    }

    private func tallied(_ sessions: [SessionFit]) -> ProfileFit? {
        var tally = FitTally()
        for session in sessions { tally.count(session, in: small) }
        return tally.fits.first
    }

    @Test(
        "A session is inside when it needed nothing more, in any of four ways, and counts once however many it needed")
    func share() throws {
        let fit = try #require(
            tallied([
                session(), session(isRaised: true), session(isResized: true), session(hasRequest: true),
                session(ranOut: true), session(isRaised: true, isResized: true, hasRequest: true, ranOut: true),
                session(), session(),
            ]))
        #expect(fit.sessions == 8 && fit.inside == 3 && fit.share == 0.375)
        #expect(fit.raised == 2 && fit.resized == 2 && fit.requested == 2 && fit.outOfMemory == 2)
        #expect(fit.defaultMemory == .gibibytes(2) && fit.memory == nil && fit.suggestedMemory == nil)
    }

    @Test("Profiles are told apart, by id")
    func profiles() {
        var tally = FitTally()
        for id in ["small", "large", "small"] { tally.count(session(), in: ProfileID(id)) }
        #expect(tally.fits.map(\.profile.value) == ["large", "small"] && tally.fits.map(\.sessions) == [1, 2])
        #expect(FitTally().fits.isEmpty)
    }

    @Test(
        "Percentiles are values that occurred, by nearest rank",
        arguments: [
            ([7], 7, 7, 7), ([1, 2], 1, 2, 2), (Array(1...10), 5, 9, 10), (Array(1...100), 50, 90, 95),
            (Array(1...20), 10, 18, 19), ([5, 1, 3], 3, 5, 5),
        ] as [([Int], Double, Double, Double)])
    func percentiles(values: [Int], p50: Double, p90: Double, p95: Double) throws {
        let spread = try #require(ProfileFit.Spread(values.map(Double.init)))
        #expect(spread.p50 == p50 && spread.p90 == p90 && spread.p95 == p95)
        #expect(ProfileFit.Spread([]) == nil)
    }

    @Test(
        "What is suggested is the smallest round size above the peaks of nine in ten, with 15 % to spare",
        arguments: [
            (0.1, Bytes.mebibytes(512)), (0.44, .mebibytes(768)), (0.9, .mebibytes(1536)), (1.3, .mebibytes(1536)),
            (1.31, .gibibytes(2)), (2.7, .gibibytes(4)), (5.3, .gibibytes(8)), (100, .gibibytes(128)),
        ])
    func suggestion(peak: Double, memory: Bytes) throws {
        let tenth = Array(repeating: session(peak: 1000, cores: 60), count: 2)
        let fit = try #require(tallied(Array(repeating: session(peak: peak, cores: peak), count: 18) + tenth))
        #expect(fit.suggestedMemory == memory)
        #expect(fit.suggestedCPU.map { $0.number >= peak * 1.15 } == true)
    }

    @Test("Of fewer than twenty sessions nothing is concluded")
    func few() {
        #expect(tallied(Array(repeating: session(peak: 1, cores: 1), count: 19))?.suggestedMemory == nil)
        let enough = tallied(Array(repeating: session(peak: 1, cores: 1), count: 20))
        #expect(enough?.suggestedCPU == Cores(thousandths: 1500))
    }
}
