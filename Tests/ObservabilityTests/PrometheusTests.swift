import CoreMetrics
import Testing

@testable import Observability

@Suite("Prometheus text")
struct PrometheusTests {
    private let metrics = PrometheusMetrics()

    @Test("Counters grow, are named _total once, and the same label is the same series")
    func counters() {
        Counter(label: "launches", dimensions: [("profile", "small")], factory: metrics).increment()
        Counter(label: "launches_total", dimensions: [("profile", "small")], factory: metrics).increment(by: 2)
        FloatingPointCounter(label: "seconds", factory: metrics).increment(by: 0.5)
        #expect(
            metrics.render() == """
                # TYPE launches_total counter
                launches_total{profile="small"} 3
                # TYPE seconds_total counter
                seconds_total 0.5

                """)
    }

    @Test("Meters and gauges tell the last value, recorders count and sum")
    func gauges() {
        let meter = Meter(label: "open", factory: metrics)
        meter.set(5)
        meter.increment(by: 2)
        meter.decrement(by: 0.5)
        Gauge(label: "depth", factory: metrics).record(3)
        let recorder = Recorder(label: "bytes", dimensions: [], aggregate: true, factory: metrics)
        recorder.record(2)
        recorder.record(1.5)
        #expect(
            metrics.render() == """
                # TYPE bytes summary
                bytes_sum 3.5
                bytes_count 2
                # TYPE depth gauge
                depth 3
                # TYPE open gauge
                open 6.5

                """)
    }

    @Test("Timers are cumulative histograms in seconds")
    func timers() {
        let timer = Timer(label: "launch", dimensions: [("p", "s")], factory: metrics)
        for milliseconds: Int64 in [1, 3, 400, 400_000] { timer.recordNanoseconds(milliseconds * 1_000_000) }
        let lines = metrics.render().split(separator: "\n")
        #expect(lines.first == "# TYPE launch_seconds histogram")
        #expect(lines.contains(#"launch_seconds_bucket{p="s",le="0.001"} 1"#))
        #expect(lines.contains(#"launch_seconds_bucket{p="s",le="0.5"} 3"#))
        #expect(lines.contains(#"launch_seconds_bucket{p="s",le="300"} 3"#))
        #expect(lines.contains(#"launch_seconds_bucket{p="s",le="+Inf"} 4"#))
        #expect(lines.contains(#"launch_seconds_sum{p="s"} 400.404"#))
        #expect(lines.last == #"launch_seconds_count{p="s"} 4"#)
    }

    @Test("Names are made legal and label values escaped")
    func names() {
        Gauge(label: "9 lives/ü", dimensions: [("user-name", "a\"b\\c\nd"), ("a:b", "")], factory: metrics).record(1)
        #expect(metrics.render().hasSuffix("\n_9_lives__{a_b=\"\",user_name=\"a\\\"b\\\\c\\nd\"} 1\n"))
        #expect(metricName("") == "_")
        #expect(metricName("a:b.c") == "a:b_c")
    }

    @Test("A name of another kind gets the kind appended")
    func clash() {
        Meter(label: "x", factory: metrics).set(1)
        Recorder(label: "x", dimensions: [], aggregate: true, factory: metrics).record(1)
        #expect(metrics.render().contains("# TYPE x gauge\nx 1\n# TYPE x_summary summary\n"))
    }

    @Test("A destroyed series is not rendered any more")
    func destroyed() {
        let gauge = Gauge(label: "gone", factory: metrics)
        gauge.record(1)
        gauge.destroy()
        #expect(metrics.render() == "")
    }

    @Test("Counting from many tasks loses nothing")
    func concurrent() async {
        let metrics = metrics
        await withDiscardingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { for _ in 0..<100 { Counter(label: "c", factory: metrics).increment() } }
            }
        }
        #expect(metrics.render().hasSuffix("c_total 10000\n"))
    }

    @Test(
        "Numbers are as Prometheus reads them",
        arguments: [
            (1.0, "1"), (0.25, "0.25"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (1e300, "1e+300"),
        ])
    func numbers(value: Double, text: String) {
        #expect(number(value) == text)
    }

    @Test("Help stands before its metric, on one line")
    func help() {
        let metrics = PrometheusMetrics(help: ["open": "How many\nare \\ open", "other": "Not there"])
        Meter(label: "open", factory: metrics).set(1)
        #expect(metrics.render() == "# HELP open How many\\nare \\\\ open\n# TYPE open gauge\nopen 1\n")
    }

    @Test("The process tells its time, memory, files and start")
    func process() throws {
        let process = ProcessMetrics(metrics)
        process.measure()
        let lines = metrics.render().split(separator: "\n").filter { !$0.hasPrefix("#") }
        let values = Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let words = line.split(separator: " ").map(String.init)
                return (words[0], Double(words[1]) ?? -1)
            })
        for name in ProcessMetrics.help.keys { #expect(try #require(values[name]) > 0, "\(name)") }
    }
}
