import Foundation
import Testing

@testable import berth

@Suite("Times and durations")
struct TimeTextTests {
    @Test(
        "Durations are read as people write them",
        arguments: [
            ("90s", 90), ("45m", 2700), ("12h", 43200), ("1d", 86400), ("2w", 1_209_600), ("1d12h", 129_600),
            ("", nil), ("5", nil), ("d", nil), ("-1d", nil), ("1.5h", nil), ("1y", nil), ("0s", nil),
            ("99999999999999999999s", nil), ("9999999999999999w", nil),
        ] as [(String, Int?)])
    func seconds(text: String, seconds: Int?) {
        #expect(TimeText.seconds(text) == seconds)
    }

    @Test(
        "How long ago is told in the largest whole unit",
        arguments: [
            ("2026-11-23T23:59:30.218679Z", "30 s ago"), ("2026-11-23T23:00:00Z", "1 h ago"),
            ("2026-11-21T00:00:00.000001Z", "3 d ago"), ("2026-11-24T01:00:00.000000Z", "in 1 h"),
            ("yesterday", "yesterday"),
        ])
    func ago(text: String, shown: String) {
        #expect(TimeText.ago(text, now: Date(timeIntervalSince1970: 1_795_478_400)) == shown)
    }

    @Test(
        "Elapsed time",
        arguments: [(Duration.milliseconds(3250), "3.2 s"), (.zero, "0.0 s"), (.seconds(64), "1 min 04 s")])
    func elapsed(duration: Duration, shown: String) {
        #expect(TimeText.elapsed(duration) == shown)
    }
}
