/// Which servers of the fleet are meant: `owner:ada phase:started idle:>2h profile:large,huge -node:a* train`.
///
/// All terms hold together. A term is a key and what it is to be, one of several with commas between; a word without a key
/// is looked for in owner, name and display name. `-` or `!` before a term turns it round. An amount is compared: `>2h`,
/// `<=8G`. Double quotes take from a letter what it means here.
package struct FleetFilter: Hashable, Sendable {
    private let terms: [FleetTerm]

    /// Everything fits.
    package init() { terms = [] }

    /// Reads `text`; throws `InvalidValue` for the field `filter term 2`, with what would be right there.
    package init(_ text: String) throws(InvalidValue) {
        guard text.utf8.count <= Self.longest, let words = FilterWord.all(in: text), words.count <= Self.most else {
            throw InvalidValue(
                field: "filter", value: text,
                expected: "at most \(Self.most) terms and \(Self.longest) letters, each double quote closed")
        }
        var terms: [FleetTerm] = []
        for (index, word) in words.enumerated() {
            terms.append(try FleetTerm(word, field: "filter term \(index + 1)"))
        }
        self.terms = terms
    }

    private static let longest = 2000
    private static let most = 32

    /// Both of the two.
    package func and(_ other: FleetFilter) -> FleetFilter { FleetFilter(terms: terms + other.terms) }

    init(terms: [FleetTerm]) { self.terms = terms }

    package var isEmpty: Bool { terms.isEmpty }

    /// What it asks of a server.
    package var keys: Set<FleetKey> { Set(terms.compactMap(\.key)) }

    /// What a server has to have for all terms. What is not known of a server fits no term, and so any that is turned round.
    package func fits(_ entry: FleetEntry, now: Timestamp) -> Bool { terms.allSatisfy { $0.fits(entry, now: now) } }
}

/// One term of a filter.
struct FleetTerm: Hashable, Sendable {
    /// Nil: a word that is looked for in all that names a server.
    let key: FleetKey?
    private let isTurned: Bool
    /// One of them is to hold.
    private let conditions: [FleetCondition]

    init(_ word: FilterWord, field: String) throws(InvalidValue) {
        var rest = word
        isTurned = rest.take(["-", "!"]) != nil
        let value: FilterWord
        if let (name, wanted) = rest.split(at: ":") {
            key = try FleetKey(name.text, field: field, in: word.text)
            value = wanted
        } else {
            key = nil
            value = rest
        }
        var conditions: [FleetCondition] = []
        for part in value.parts(by: ",") {
            conditions.append(try FleetCondition(part, key, field: field, in: word.text))
        }
        self.conditions = conditions
    }

    /// One of `words`, which `key` takes as they are.
    init(_ key: FleetKey, among words: [String]) {
        self.key = key
        isTurned = false
        conditions = words.map { .fits(FilterPattern(exactly: $0)) }
    }

    func fits(_ entry: FleetEntry, now: Timestamp) -> Bool {
        conditions.contains { $0.holds(entry, key, now: now) } != isTurned
    }
}
