import CLinux
import Foundation

/// An open directory. What is opened or made through it is beneath it, and no link is followed on the way.
struct Directory: ~Copyable {
    let descriptor: Int32

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Opens a directory by its path; its last component may not be a link, those above are the operator's.
    init(path: String) throws(SystemError) {
        let found = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard found >= 0 else { throw SystemError(number: errno) }
        descriptor = found
    }

    /// Opens the directory `name` in this one.
    func directory(_ name: String) throws(SystemError) -> Directory {
        Directory(owning: try checked(berth_open_beneath(descriptor, name, O_RDONLY | O_DIRECTORY, 0)))
    }

    /// Opens the directory at `path`, as bytes, below this one.
    func directory(_ path: [UInt8]) throws(SystemError) -> Directory {
        let opened = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { text in
            berth_open_beneath(descriptor, text.baseAddress, O_RDONLY | O_DIRECTORY, 0)
        }
        return Directory(owning: try checked(opened))
    }

    /// Opens the directory `name`, made with `mode` if it is not there.
    func directory(_ name: String, making mode: mode_t) throws(SystemError) -> Directory {
        do {
            return try directory(name)
        } catch {
            guard error.number == ENOENT else { throw error }
        }
        try make(name, mode: mode, owner: nil)
        return try directory(name)
    }

    /// Makes the directory `name`, with its owner from the first moment at which it can be seen. No error if it is there.
    /// It has the directory `folder` (0755, the same owner's) from then on, if one is given.
    func make(_ name: String, mode: mode_t, owner: UInt32?, with folder: String? = nil) throws(SystemError) {
        let temporary = ".new-" + UUID().uuidString
        _ = try checked(berth_make_directory(descriptor, temporary, mode))
        do {
            if let folder { try directory(temporary).make(folder, mode: 0o755, owner: owner) }
            if let owner { _ = try checked(berth_change_owner(descriptor, temporary, owner, owner)) }
            _ = try checked(berth_rename_new(descriptor, temporary, name))
        } catch {
            if let folder { unlinkat(descriptor, "\(temporary)/\(folder)", AT_REMOVEDIR) }
            unlinkat(descriptor, temporary, AT_REMOVEDIR)
            guard error.number == EEXIST else { throw error }
        }
    }

    func status() throws(SystemError) -> berth_status {
        var status = berth_status()
        _ = try checked(berth_file_status(descriptor, &status))
        return status
    }

    /// Puts the file `name` in place with all of `bytes`, or leaves the old one.
    func replace(_ name: String, with bytes: [UInt8], mode: mode_t) throws(SystemError) {
        let temporary = ".new-" + UUID().uuidString
        let flags = O_WRONLY | O_CREAT | O_EXCL
        let file = try checked(berth_open_beneath(descriptor, temporary, flags, mode))
        do throws(SystemError) {
            defer { close(file) }
            guard fchmod(file, mode) == 0 else { throw SystemError(number: errno) }
            try write(bytes, to: file)
            guard fsync(file) == 0 else { throw SystemError(number: errno) }
            guard renameat(descriptor, temporary, descriptor, name) == 0 else { throw SystemError(number: errno) }
        } catch {
            unlinkat(descriptor, temporary, 0)
            throw error
        }
    }

    /// Gives the file `name` to a user and the group of the same number.
    func give(_ name: String, to owner: UInt32) throws(SystemError) {
        _ = try checked(berth_change_owner(descriptor, name, owner, owner))
    }

    /// The first `limit` bytes of the file `name`; nil when there is none.
    func contents(_ name: String, limit: Int) throws(SystemError) -> [UInt8]? {
        let answer = berth_open_beneath(descriptor, name, O_RDONLY | O_NONBLOCK, 0)
        if answer == -ENOENT { return nil }
        let file = try checked(answer)
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count < limit {
            let count = read(file, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError(number: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Removes the file `name`; no error when there is none.
    func remove(_ name: String) { unlinkat(descriptor, name, 0) }

    private func write(_ bytes: [UInt8], to file: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError(number: errno) }
            rest = rest.dropFirst(count)
        }
    }
}
