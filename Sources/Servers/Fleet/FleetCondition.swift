/// What one value of a filter's term asks.
enum FleetCondition: Hashable, Sendable {
    case fits(FilterPattern)
    /// More, or less, than so many seconds, cores or bytes.
    case amount(Comparison, Double)
    /// The same of what it may use: 1 is all.
    case share(Comparison, Double)

    enum Comparison: String, Hashable, Sendable, CaseIterable {
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case more = ">"
        case equal = "="

        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .atMost: left <= right
            case .atLeast: left >= right
            case .less: left < right
            case .more: left > right
            case .equal: left == right
            }
        }
    }

    /// - Parameters:
    ///   - key: nil for a word that is looked for in names.
    ///   - text: the whole term, for the error.
    init(_ word: FilterWord, _ key: FleetKey?, field: String, in text: String) throws(InvalidValue) {
        // The default server's name is empty.
        guard !word.isEmpty || key == .name else {
            throw InvalidValue(field: field, value: text, expected: "something after the key and between commas")
        }
        guard let key else {
            self = .fits(FilterPattern(containing: word.text.lowercased()))
            return
        }
        switch key.kind {
        case .text: self = .fits(FilterPattern(word, of: key))
        case .word(let words): self = try .init(word.text, amongst: words, field: field, in: text)
        case .duration, .cores, .bytes: self = try .init(word, amount: key, field: field, in: text)
        }
    }

    private init(_ word: String, amongst words: [String], field: String, in text: String) throws(InvalidValue) {
        guard let known = words.first(where: { $0.lowercased() == word.lowercased() }) else {
            throw InvalidValue(field: field, value: text, word: word, among: words)
        }
        self = .fits(FilterPattern(exactly: known))
    }

    private init(_ word: FilterWord, amount key: FleetKey, field: String, in text: String) throws(InvalidValue) {
        let wrong = InvalidValue(field: field, value: text, expected: key.example)
        var rest = word
        let mark = rest.take(Comparison.allCases.map(\.rawValue)) ?? Comparison.equal.rawValue
        guard let comparison = Comparison(rawValue: mark), comparison != .equal || !key.isMeasured else { throw wrong }
        if key.hasShare, rest.text.last == "%" {
            guard let percent = Double(rest.text.dropLast()), percent >= 0, percent.isFinite else { throw wrong }
            self = .share(comparison, percent / 100)
            return
        }
        guard let number = key.number(rest.text) else { throw wrong }
        self = .amount(comparison, number)
    }

    func holds(_ entry: FleetEntry, _ key: FleetKey?, now: Timestamp) -> Bool {
        switch self {
        case .fits(let pattern):
            guard let key else {
                return pattern.fits(entry.key.description)
                    || entry.displayName.map { pattern.fits($0.lowercased()) } ?? false
            }
            return entry.texts(key).contains { pattern.fits($0) }
        case .amount(let comparison, let number):
            return key.flatMap { entry.amount($0, now: now) }.map { comparison.holds($0, number) } ?? false
        case .share(let comparison, let share):
            return key.flatMap { entry.share($0) }.map { comparison.holds($0, share) } ?? false
        }
    }
}

extension FilterPattern {
    /// An image is meant by any part of its name or id; people's and groups' names are in lower case.
    fileprivate init(_ word: FilterWord, of key: FleetKey) {
        switch key {
        case .image where !word.letters.contains(.init(character: "*", isQuoted: false)):
            self.init(containing: word.text)
        case .owner, .group, .name, .server: self.init(word.lowercased)
        case .image, .profile, .phase, .reason, .since, .idle, .age, .cpu, .memory, .used, .load, .node,
            .verdict, .healthy:
            self.init(word)
        }
    }
}

extension FleetKey {
    /// An amount as it is written, in seconds, cores or bytes; nil when it cannot be read.
    fileprivate func number(_ text: String) -> Double? {
        switch kind {
        case .duration: Duration(written: text).map { $0 / .seconds(1) }
        case .cores: Double(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
        case .bytes: (try? Bytes(text, field: rawValue)).map { Double($0.count) }
        case .text, .word: nil
        }
    }

    /// How it is written, for an error.
    fileprivate var example: String {
        switch kind {
        case .duration: "a comparison such as \(rawValue):>2h or \(rawValue):<=90s"
        case .cores where hasShare: "a comparison such as \(rawValue):>1.5 or \(rawValue):<10%"
        case .cores: "cores such as \(rawValue):2 or \(rawValue):>0.5"
        case .bytes where hasShare: "a comparison such as \(rawValue):>1G or \(rawValue):>80%"
        case .bytes: "a size such as \(rawValue):2G or \(rawValue):>512M"
        case .text, .word: "a text"
        }
    }
}
