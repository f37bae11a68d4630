import CoreMetrics
import Synchronization

/// What Prometheus calls the types of metrics.
enum SeriesKind: String, Sendable { case counter, gauge, summary, histogram }

/// One labelled series of a metric.
protocol Series: AnyObject, Sendable {
    static var kind: SeriesKind { get }
    func lines(name: String, labels: PrometheusLabels) -> [String]
}

/// A number that only grows.
final class CounterSeries: Series, CounterHandler, FloatingPointCounterHandler {
    static let kind = SeriesKind.counter
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        value.withLock { $0 += amount }
    }

    func reset() { value.withLock { $0 = 0 } }

    func lines(name: String, labels: PrometheusLabels) -> [String] {
        [sample(name, labels, value.withLock { $0 })]
    }
}

/// A number as it is now.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    static let kind = SeriesKind.gauge
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func lines(name: String, labels: PrometheusLabels) -> [String] {
        [sample(name, labels, value.withLock { $0 })]
    }
}

/// How many values there were, and their sum.
final class SummarySeries: Series, RecorderHandler {
    static let kind = SeriesKind.summary
    private let totals = Mutex((count: 0, sum: 0.0))

    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { totals.withLock { $0 = ($0.count + 1, $0.sum + value) } }

    func lines(name: String, labels: PrometheusLabels) -> [String] {
        let totals = totals.withLock { $0 }
        return [sample(name + "_sum", labels, totals.sum), sample(name + "_count", labels, Double(totals.count))]
    }
}

/// Durations in seconds, counted by size.
final class HistogramSeries: Series, TimerHandler {
    static let kind = SeriesKind.histogram

    /// Upper bounds in seconds: from a store's read to an image pull.
    static let bounds = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

    private struct State {
        /// One more than the bounds: the last counts what is above all of them.
        var counts = [Int](repeating: 0, count: HistogramSeries.bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1_000_000_000
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += seconds
        }
    }

    func lines(name: String, labels: PrometheusLabels) -> [String] {
        let state = state.withLock { $0 }
        var lines: [String] = []
        var count = 0
        for (bound, inBucket) in zip(Self.bounds + [.infinity], state.counts) {
            count += inBucket
            lines.append(sample(name + "_bucket", labels.adding("le", number(bound)), Double(count)))
        }
        return lines + [sample(name + "_sum", labels, state.sum), sample(name + "_count", labels, Double(count))]
    }
}
