import Servers
import Testing

@Suite("What a container uses, from sample to sample")
struct UsageTests {
    /// At so many seconds, with so many seconds of processor time and so many MiB.
    private static func sample(_ at: Int64, _ cpu: Double, _ memory: Int64 = 10) -> ContainerUsage {
        ContainerUsage(at: Timestamp(microseconds: at * 1_000_000), memory: .mebibytes(memory), cpu: .seconds(cpu))
    }

    @Test(
        "Cores are known from the second sample on, unless the clock or the counter went back",
        arguments: [
            ([sample(0, 5)], nil), ([sample(0, 5), sample(10, 10)], 0.5), ([sample(0, 5), sample(10, 5)], 0),
            ([sample(0, 5), sample(10, 3)], nil), ([sample(10, 5), sample(0, 6)], nil),
            ([sample(0, 5), sample(10, 3), sample(20, 13)], 1), ([sample(0, 0), sample(4, 8), sample(4, 8)], 2),
        ] as [([ContainerUsage], Double?)])
    func cores(samples: [ContainerUsage], expected: Double?) throws {
        var track = UsageTrack(ContainerID("c"), first: try #require(samples.first))
        for sample in samples.dropFirst() { track.take(sample) }
        #expect(track.shown.cores == expected)
    }

    @Test("The peak is of all samples, and begins anew with a container that was started anew")
    func peak() {
        var track = UsageTrack(ContainerID("c"), first: Self.sample(0, 1, 10))
        for (cpu, memory) in [(2, 300), (3, 20)] { track.take(Self.sample(Int64(cpu), Double(cpu), Int64(memory))) }
        #expect(track.shown.memory == .mebibytes(20) && track.shown.peakMemory == .mebibytes(300))
        track.take(Self.sample(9, 0.5, 15))
        #expect(track.shown.peakMemory == .mebibytes(15))
    }
}
