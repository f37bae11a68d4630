/// Prometheus' text format, read strictly: whatever is not as the format says is a problem.
package struct PrometheusPage {
    /// The value of each sample, by name and labels as they are written.
    package private(set) var samples: [String: Double] = [:]
    package private(set) var types: [String: String] = [:]
    package private(set) var helps: [String: String] = [:]
    /// What is wrong, with its line.
    package private(set) var problems: [String] = []

    package init(_ text: String) {
        if !text.isEmpty, !text.hasSuffix("\n") { problems.append("the last line does not end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() { read(String(line)) }
        for name in types.keys where !samples.keys.contains(where: { family($0) == name }) {
            problems.append("\(name) has no sample")
        }
    }

    package subscript(_ sample: String) -> Double? { samples[sample] }

    private mutating func read(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        if line.hasPrefix("#") {
            guard words.count == 4, words[0] == "#",
                line.wholeMatch(of: /# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+/) != nil
            else { return problems.append(line) }
            let isNew = words[1] == "HELP" ? helps[words[2]] == nil : types[words[2]] == nil
            guard isNew else { return problems.append(line) }
            if words[1] == "HELP" {
                helps[words[2]] = words[3]
                return
            }
            guard ["counter", "gauge", "histogram", "summary"].contains(words[3]) else { return problems.append(line) }
            types[words[2]] = words[3]
            return
        }
        let sample =
            /([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*")*\})?) (NaN|[+-]Inf|-?[0-9.eE+-]+)/
        guard let match = line.wholeMatch(of: sample), let value = Self.number(String(match.2)) else {
            return problems.append(line)
        }
        let key = String(match.1)
        guard samples[key] == nil, types[family(key)] != nil else { return problems.append(line) }
        if types[family(key)] == "counter", !family(key).hasSuffix("_total") { problems.append(line) }
        samples[key] = value
    }

    /// The metric that a sample belongs to.
    private func family(_ sample: String) -> String {
        let name = String(sample.prefix { $0 != "{" })
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            let base = String(name.dropLast(suffix.count))
            if ["histogram", "summary"].contains(types[base]) { return base }
        }
        return name
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: Double(text)
        }
    }
}
