import Accounts
import Servers

extension ServerKey {
    /// What a sentence for `viewer` calls it: `your server`, `the server ada/gpu`.
    func named(for viewer: Principal) -> String {
        let isOwn = owner == viewer.user.name
        return switch (isOwn, name.isDefault) {
        case (true, true): "your server"
        case (true, false): "your server \(name)"
        case (false, true): "the server of \(owner)"
        case (false, false): "the server \(self)"
        }
    }
}
