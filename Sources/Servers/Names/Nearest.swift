/// The candidate that `word` was most likely meant to be; nil when none is near.
package func nearest(_ word: String, among candidates: [String]) -> String? {
    let spelled = word.lowercased()
    let ranked = candidates.map { (name: $0, distance: editDistance(spelled, $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(2, best.name.count / 3) ? best.name : nil
}

extension InvalidValue {
    /// A word that is none of `words`: names the one that was likely meant.
    init(field: String, value: String, word: String, among words: [String]) {
        let all = words.joined(separator: ", ")
        let meant = nearest(word, among: words).map { "\($0) (did you mean that?), or another of \(all)" }
        self.init(field: field, value: value, expected: meant ?? "one of \(all)")
    }
}

/// How many letters must be changed, added or removed. Only the first 64 of each count.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.prefix(64))
    let right = Array(right.prefix(64))
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let changed = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(changed, diagonal + 1, row[j] + 1)
        }
    }
    return row[right.count]
}
