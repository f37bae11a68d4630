/// The labels of one series, as they are written.
struct PrometheusLabels: Hashable, Sendable {
    /// Sorted by name, each name once.
    private let pairs: [String]

    init(_ dimensions: [(String, String)]) {
        let named = Dictionary(dimensions.map { (labelName($0.0), $0.1) }) { first, _ in first }
        pairs = named.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(labelValue($0.value))\"" }
    }

    private init(pairs: [String]) { self.pairs = pairs }

    func adding(_ name: String, _ value: String) -> PrometheusLabels {
        PrometheusLabels(pairs: pairs + ["\(name)=\"\(value)\""])
    }

    /// `{a="1",b="2"}`; nothing when there are none.
    var text: String { pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}" }
}

/// One line: name, labels, value.
func sample(_ name: String, _ labels: PrometheusLabels, _ value: Double) -> String {
    "\(name)\(labels.text) \(number(value))"
}

/// A number as Prometheus reads it; whole ones without a point.
func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    return Int64(exactly: value).map(String.init) ?? "\(value)"
}

/// A metric's name: `[a-zA-Z_:][a-zA-Z0-9_:]*`, everything else replaced by `_`.
func metricName(_ label: String) -> String { sanitized(label, allowingColon: true) }

/// A label's name: as a metric's, without colons.
func labelName(_ name: String) -> String { sanitized(name, allowingColon: false) }

private func sanitized(_ name: String, allowingColon: Bool) -> String {
    let replaced = name.unicodeScalars.map { scalar -> Character in
        let isAllowed = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        return isAllowed || (allowingColon && scalar == ":") ? Character(scalar) : "_"
    }
    let startsWithDigit = replaced.first?.isNumber ?? true
    return (startsWithDigit ? "_" : "") + String(replaced)
}

private func labelValue(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
}

/// What is said of a metric, on one line.
func helpText(_ words: String) -> String {
    words.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
}
