/// One word of a filter: letters, of which those between double quotes mean nothing but themselves.
struct FilterWord {
    /// A letter, and whether it was between quotes.
    struct Letter: Equatable {
        let character: Character
        let isQuoted: Bool
    }

    var letters: [Letter] = []

    var text: String { String(letters.map(\.character)) }

    var isEmpty: Bool { letters.isEmpty }

    var lowercased: FilterWord {
        FilterWord(
            letters: letters.flatMap { letter in
                letter.character.lowercased().map { Letter(character: $0, isQuoted: letter.isQuoted) }
            })
    }

    /// The two words before and after the first `mark`; nil where there is none.
    func split(at mark: Character) -> (FilterWord, FilterWord)? {
        guard let index = letters.firstIndex(of: Letter(character: mark, isQuoted: false)) else { return nil }
        return (FilterWord(letters: Array(letters[..<index])), FilterWord(letters: Array(letters[(index + 1)...])))
    }

    /// The words between all `mark`s: at least one.
    func parts(by mark: Character) -> [FilterWord] {
        letters.split(separator: Letter(character: mark, isQuoted: false), omittingEmptySubsequences: false)
            .map { FilterWord(letters: Array($0)) }
    }

    /// Takes one of `marks` from the front, the longest that is there.
    mutating func take(_ marks: [String]) -> String? {
        let found = marks.filter { mark in
            letters.starts(with: mark.map { Letter(character: $0, isQuoted: false) })
        }.max { $0.count < $1.count }
        letters.removeFirst(found?.count ?? 0)
        return found
    }

    /// The words of `text`, which white space parts; nil when a quote is not closed.
    static func all(in text: String) -> [FilterWord]? {
        var words: [FilterWord] = []
        var word: FilterWord?
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                word = word ?? FilterWord()
            } else if character.isWhitespace, !isQuoted {
                if let word { words.append(word) }
                word = nil
            } else {
                word = word ?? FilterWord()
                word?.letters.append(Letter(character: character, isQuoted: isQuoted))
            }
        }
        if let word { words.append(word) }
        return isQuoted ? nil : words
    }
}

/// A text in which `*` stands for any letters.
struct FilterPattern: Hashable, Sendable {
    /// What is between the stars.
    private let pieces: [String]

    init(_ word: FilterWord) { pieces = word.parts(by: "*").map(\.text) }

    init(exactly text: String) { pieces = [text] }

    /// The pattern that any text fits with `text` in it.
    init(containing text: String) { pieces = ["", text, ""] }

    func fits(_ text: String) -> Bool {
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return text == pieces.first }
        var rest = text.utf8[...]
        guard rest.starts(with: first.utf8) else { return false }
        rest = rest.dropFirst(first.utf8.count)
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.end(of: piece.utf8) else { return false }
            rest = rest[found...]
        }
        return rest.count >= last.utf8.count && rest.suffix(last.utf8.count).elementsEqual(last.utf8)
    }
}

extension Substring.UTF8View {
    /// Where the first `piece` ends.
    fileprivate func end(of piece: String.UTF8View) -> Index? {
        guard let first = piece.first else { return startIndex }
        var rest = self
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: piece) { return rest.index(start, offsetBy: piece.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
