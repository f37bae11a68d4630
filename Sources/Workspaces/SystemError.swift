import Foundation
import Servers

/// A system call's error number.
struct SystemError: Error, Hashable {
    let number: Int32

    /// As `WorkspaceError` for `path`: what it means there and what to do.
    func workspaceError(_ path: String) -> WorkspaceError {
        let (problem, remedy) = meaning
        return WorkspaceError(path: path, problem: problem, remedy: remedy)
    }

    private var meaning: (problem: String, remedy: String) {
        switch number {
        case ELOOP, EXDEV: ("it is a symbolic link", "put the directory itself there, or mount it")
        case ENOTDIR, EEXIST: ("there is something that is not a directory", "move it away")
        case EACCES, EPERM: ("no permission to write there", "give the directory to the user that runs Berth")
        case EROFS: ("the file system is read-only", "mount it writable")
        case ENOSPC, EDQUOT: ("the disk is full", "free some space")
        case ENOSYS: ("this kernel has no openat2", "use Linux 5.6 or later, without a filter on system calls")
        default: (String(cString: strerror(number)), "see to it on the host")
        }
    }
}

/// Throws what a shim of CLinux answers as `-errno`; else hands it on.
func checked(_ answer: Int32) throws(SystemError) -> Int32 {
    guard answer >= 0 else { throw SystemError(number: -answer) }
    return answer
}
