import Accounts
import Servers

extension ServerKey {
    /// As it is called within a sentence: `the server of ada`, `the server ada/gpu`.
    var inWords: String { name.isDefault ? "the server of \(owner)" : "the server \(self)" }

    /// The same in what `viewer` reads: `your server`, `your server gpu` where it is theirs.
    func named(for viewer: Principal) -> String {
        guard owner == viewer.user.name else { return inWords }
        return name.isDefault ? "your server" : "your server \(name)"
    }
}

extension String {
    /// The same as the beginning of a sentence.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
