import CLinux
import Foundation
import Logging

/// Removes everything in a directory that users wrote to, without following links or leaving its mount.
///
/// What is below a subdirectory is moved up into the directory itself, then removed there: so a tree of any depth takes no
/// stack and no more than two open directories, and names may be any bytes.
struct TreeRemoval: ~Copyable {
    private let top: Int32
    private let logger: Logger
    private var count = 0
    private var moved = 0

    /// How many entries are read at once, and how often progress is logged.
    private static let batch = 10_000
    private static let progress = 100_000

    init(of directory: borrowing Directory, logger: Logger) {
        top = directory.descriptor
        self.logger = logger
    }

    /// Answers how many entries there were.
    consuming func run() throws(SystemError) -> Int {
        while true {
            let names = try Self.names(in: top)
            if names.isEmpty { return count }
            for name in names { try remove(name) }
        }
    }

    private mutating func remove(_ name: [CChar]) throws(SystemError) {
        if try !unlink(name, in: top) { try removeDirectory(name) }
    }

    private mutating func removeDirectory(_ name: [CChar]) throws(SystemError) {
        // Its owner may have taken even their own permissions away.
        fchmodat(top, name, 0o700, AT_SYMLINK_NOFOLLOW)
        let directory = try checked(berth_open_same_mount(top, name, O_RDONLY | O_DIRECTORY))
        defer { close(directory) }
        while true {
            let names = try Self.names(in: directory)
            if names.isEmpty { break }
            for name in names where try !unlink(name, in: directory) { try moveUp(name, from: directory) }
        }
        guard unlinkat(top, name, AT_REMOVEDIR) == 0 else { throw SystemError(number: errno) }
        note()
    }

    private mutating func moveUp(_ name: [CChar], from directory: Int32) throws(SystemError) {
        fchmodat(directory, name, 0o700, AT_SYMLINK_NOFOLLOW)
        while true {
            moved += 1
            let answer = berth_move_new(directory, name, top, ".removing-\(moved)")
            if answer != -EEXIST {
                _ = try checked(answer)
                return
            }
        }
    }

    /// Removes what is no directory; false for one that is.
    private mutating func unlink(_ name: [CChar], in directory: Int32) throws(SystemError) -> Bool {
        guard unlinkat(directory, name, 0) != 0 else {
            note()
            return true
        }
        guard errno == EISDIR else { throw SystemError(number: errno) }
        return false
    }

    private mutating func note() {
        count += 1
        if count % Self.progress == 0 { logger.notice("removing a workspace", metadata: ["entries": "\(count)"]) }
    }

    /// Some of the names in a directory, as they are: any bytes but a slash.
    private static func names(in directory: Int32) throws(SystemError) -> [[CChar]] {
        let copy = fcntl(directory, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, let stream = fdopendir(copy) else { throw SystemError(number: errno) }
        defer { closedir(stream) }
        rewinddir(stream)
        var names: [[CChar]] = []
        while names.count < batch, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
            }
            if name != [46, 0], name != [46, 46, 0] { names.append(name) }
        }
        return names
    }
}

extension Directory {
    /// Whether there is anything of that name.
    func has(_ name: String) -> Bool { faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }
}
