extension Duration {
    private static let units: [(seconds: Int64, name: String)] = [(86_400, "d"), (3600, "h"), (60, "min")]

    /// For people, exactly: `8 h`, `90 min`, `2 d`, `20 s`.
    package var words: String {
        let seconds = components.seconds
        for (unit, name) in Self.units where seconds >= unit && seconds.isMultiple(of: unit) {
            return "\(seconds / unit) \(name)"
        }
        return "\(seconds) s"
    }

    /// For people, in the two largest units: `4 h 2 min`, `3 d 1 h`, `20 s`.
    package var roughly: String {
        let seconds = max(components.seconds, 0)
        guard let index = Self.units.firstIndex(where: { seconds >= $0.seconds }) else { return "\(seconds) s" }
        let (unit, name) = Self.units[index]
        let (whole, rest) = seconds.quotientAndRemainder(dividingBy: unit)
        guard index + 1 < Self.units.count, rest >= Self.units[index + 1].seconds else { return "\(whole) \(name)" }
        let smaller = Self.units[index + 1]
        return "\(whole) \(name) \(rest / smaller.seconds) \(smaller.name)"
    }
}
