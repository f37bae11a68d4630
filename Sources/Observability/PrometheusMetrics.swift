package import CoreMetrics
import Synchronization

/// A swift-metrics backend that renders everything as Prometheus text (version 0.0.4).
///
/// Counters end in `_total`; meters and plain recorders are gauges; aggregating recorders are summaries without
/// quantiles; timers are histograms in seconds and end in `_seconds`. A label asked for again is the same series. A name
/// already taken by another kind gets the kind appended. Any thread may call anything.
package final class PrometheusMetrics: MetricsFactory {
    private struct Family {
        let kind: SeriesKind
        var series: [PrometheusLabels: any Series] = [:]
    }

    private let families = Mutex<[String: Family]>([:])
    private let help: [String: String]

    /// Takes what is said of the metrics, by their whole names.
    package init(help: [String: String] = [:]) { self.help = help }

    /// All series, sorted by name and labels, each line ended.
    package func render() -> String {
        let families = families.withLock { $0 }
        var lines: [String] = []
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
            if let words = help[name] { lines.append("# HELP \(name) \(helpText(words))") }
            lines.append("# TYPE \(name) \(family.kind.rawValue)")
            for (labels, series) in family.series.sorted(by: { $0.key.text < $1.key.text }) {
                lines += series.lines(name: name, labels: labels)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, suffix: "_total", dimensions) { CounterSeries() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, suffix: "_total", dimensions) { CounterSeries() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, suffix: "", dimensions) { GaugeSeries() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return series(label, suffix: "", dimensions) { SummarySeries() } }
        return series(label, suffix: "", dimensions) { GaugeSeries() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, suffix: "_seconds", dimensions) { HistogramSeries() }
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func series<Kind: Series>(
        _ label: String, suffix: String, _ dimensions: [(String, String)], _ make: () -> Kind
    ) -> Kind {
        let labels = PrometheusLabels(dimensions)
        var name = metricName(label)
        if !name.hasSuffix(suffix) { name += suffix }
        return families.withLock { families in
            if let taken = families[name], taken.kind != Kind.kind { name += "_" + Kind.kind.rawValue }
            var family = families[name] ?? Family(kind: Kind.kind)
            if let known = family.series[labels] as? Kind { return known }
            let made = make()
            family.series[labels] = made
            families[name] = family
            return made
        }
    }

    private func remove(_ handler: AnyObject) {
        families.withLock { families in
            families = families.mapValues { family in
                Family(kind: family.kind, series: family.series.filter { $0.value !== handler })
            }
        }
    }
}
