import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A user of this machine, as the kernel knows it.
struct UserIDs: Hashable, Sendable {
    let user: uid_t
    let group: gid_t

    /// Looks up a name, or takes a number as user and group id. Throws `StartProblem` when there is no such user.
    init(named name: String) throws(StartProblem) {
        if let number = uid_t(name) {
            user = number
            group = number
            return
        }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw StartProblem(
                "gateway_user: there is no user \(name) on this machine",
                remedy: "Name one that is there, such as nobody, or make it with useradd --system.")
        }
        user = entry.pw_uid
        group = entry.pw_gid
    }
}
