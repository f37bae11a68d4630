import Servers

extension ServerKey {
    /// As it is called within a sentence: `the server of ada`, `the server ada/gpu`.
    var inWords: String { name.isDefault ? "the server of \(owner)" : "the server \(self)" }
}

extension String {
    /// As a sentence begins.
    var sentence: String { prefix(1).uppercased() + dropFirst() }
}
