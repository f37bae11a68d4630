/// Which user id a new account's containers run with.
package enum UIDPolicy: Hashable, Sendable {
    /// One for each account, ascending from here; an id is never given to another account.
    case base(UInt32)
    /// The same one for every account: the only way without root.
    case shared(UInt32)
}
