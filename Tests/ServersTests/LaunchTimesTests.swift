import Servers
import Testing

@Suite("How long launches usually take")
struct LaunchTimesTests {
    private func event(_ kind: EventKind, _ generation: Int, at second: Int64) -> ServerEvent {
        ServerEvent(
            id: second, server: ServerID("s"), generation: generation, at: Timestamp(microseconds: second * 1_000_000),
            kind: kind, message: "")
    }

    private func launches(_ seconds: [Int64]) -> [ServerEvent] {
        seconds.enumerated().flatMap { index, length in
            let begin = Int64(index) * 1000
            return [
                event(.requested, index + 1, at: begin), event(.created, index + 1, at: begin + 1),
                event(.started, index + 1, at: begin + length),
            ]
        }
    }

    @Test(
        "It is the median of those that came to a start, of the latest nine",
        arguments: [
            ([], nil), ([4], 4), ([4, 90, 5], 5), ([500, 500, 500, 500, 500, 500, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5),
        ] as [([Int64], Int64?)])
    func median(_ seconds: [Int64], _ usual: Int64?) {
        #expect(LaunchTimes.usual(launches(seconds)) == usual.map { .seconds($0) })
    }

    @Test("A launch that never started, and a start that nobody asked for, do not count")
    func incomplete() {
        let events = [
            event(.requested, 1, at: 0), event(.finished, 1, at: 900), event(.started, 2, at: 950),
            event(.requested, 3, at: 1000), event(.started, 3, at: 1006),
        ]
        #expect(LaunchTimes.usual(events) == .seconds(6))
    }
}
