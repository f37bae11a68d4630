import Foundation
import Servers
import Testing

@Suite("Amounts and times")
struct AmountTests {
    @Test(
        "A size is read with units of 1024",
        arguments: [
            ("512", 512), ("1b", 1), ("512M", 512 << 20), ("1.5G", 3 << 29), ("2GiB", 2 << 30), ("2gb", 2 << 30),
            (" 8 g ", 8 << 30), ("1T", 1 << 40), ("1k", 1024), ("0.5K", 512),
        ] as [(String, Int64)])
    func bytes(text: String, count: Int64) throws {
        #expect(try Bytes(text, field: "memory").count == count)
    }

    @Test(
        "What is no size is refused, not guessed",
        arguments: [
            "", "lots", "-1", "-1G", "0", "0G", "1.5", "G", "1..5G", "1e9", "1G2", "9999999999T", "NaN", "inf", "1 P",
            "٣G",
            String(repeating: "9", count: 400),
        ])
    func notBytes(text: String) {
        let error = #expect(throws: InvalidValue.self) { try Bytes(text, field: "memory") }
        #expect(error?.field == "memory")
    }

    @Test("A size in JSON is a number or a text, and is answered as a number")
    func bytesJSON() throws {
        let sizes = try JSONDecoder().decode([Bytes].self, from: Data(#"[1024, "1K"]"#.utf8))
        #expect(sizes == [Bytes(1024), Bytes(1024)])
        #expect(String(decoding: try JSONEncoder().encode(sizes), as: UTF8.self) == "[1024,1024]")
    }

    @Test(
        "Sizes are shown short",
        arguments: [
            (12, "12 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (512 << 20, "512 MiB"), (16 << 30, "16 GiB"),
            (1 << 50, "1024 TiB"),
        ]
            as [(Int64, String)])
    func shown(count: Int64, text: String) {
        #expect(Bytes(count).description == text)
    }

    @Test(
        "Cores are thousandths, shown without a needless fraction",
        arguments: [(0.5, "0.5"), (2, "2"), (0.01, "0.01"), (4096, "4096"), (1.0004, "1")])
    func cores(number: Double, text: String) throws {
        #expect(try Cores(number, field: "cpu").description == text)
    }

    @Test("What is no number of cores is refused", arguments: [0, -1, 0.009, 4097, .nan, .infinity, -.infinity])
    func notCores(number: Double) {
        let error = #expect(throws: InvalidValue.self) { try Cores(number, field: "cpu") }
        #expect(error?.field == "cpu")
    }

    @Test(
        "A moment is written as JupyterHub writes it, also before 1970",
        arguments: [
            (1_700_000_000_218_679, "2023-11-14T22:13:20.218679Z"), (0, "1970-01-01T00:00:00.000000Z"),
            (-1, "1969-12-31T23:59:59.999999Z"), (1_000_000, "1970-01-01T00:00:01.000000Z"),
            (1_700_000_000_000_001, "2023-11-14T22:13:20.000001Z"),
        ] as [(Int64, String)])
    func moments(microseconds: Int64, text: String) {
        let moment = Timestamp(microseconds: microseconds)
        #expect(moment.description == text && moment.toTheSecond == text.replacing(/\.[0-9]+/, with: ""))
    }

    @Test("Moments and durations add up to the microsecond")
    func arithmetic() {
        let start = Timestamp(microseconds: 1_700_000_000_000_000)
        let later = start + .milliseconds(1500) + .microseconds(1)
        #expect(later.microseconds == 1_700_000_001_500_001)
        #expect(later - start == .microseconds(1_500_001))
        #expect(start + .seconds(-1) < start)
        #expect(Timestamp(start.date) == start)
    }

    @Test(
        "Retries are spaced by doubling, up to the longest",
        arguments: [(0, 1), (1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (1000, 30)])
    func backOff(failures: Int, seconds: Int) {
        #expect(LifecycleLimits().backOff(after: failures) == .seconds(seconds))
    }
}
