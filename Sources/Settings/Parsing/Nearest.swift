import Servers

/// The key that `word` was most likely meant to be, whichever way its words are joined; nil when none is near.
func nearest(_ word: String, among candidates: [String]) -> String? {
    Servers.nearest(word.replacing("-", with: "_"), among: candidates)
}

/// The problem of a key that is not in the table.
func unknownKey(_ key: String, place: String, nearest: String?) -> SettingsProblem {
    let hint = nearest.map { "; did you mean \($0)?" } ?? "; the README lists all keys"
    return SettingsProblem(place: place, key: key, value: nil, explanation: "there is no such key" + hint)
}
