import CLinux
import Foundation

/// Adds up what the files of a workspace take on the disk, a directory at a time. Follows no link and never leaves the
/// workspace, whatever its user moves around meanwhile; a file with several names counts once.
struct WorkspaceWalk: ~Copyable {
    private let root: Directory
    /// The directories still to be read, by their paths below the root.
    private var waiting: [[UInt8]] = [Array(".".utf8)]
    private var seen: Set<Inode> = []
    /// Bytes on the disk, as `du` counts them.
    private(set) var size: Int64 = 0

    private struct Inode: Hashable {
        let device: UInt64
        let number: UInt64
    }

    init(root: consuming Directory) { self.root = root }

    /// Reads the next directory and answers how many files it looked at; nil when there are no more.
    ///
    /// One that is gone, may not be read, or lies deeper than a path can say (4 KiB) is left out.
    mutating func step() -> Int? {
        guard let path = waiting.popLast() else { return nil }
        do throws(SystemError) {
            return read(try root.directory(path), path)
        } catch {
            return 0
        }
    }

    private mutating func read(_ directory: consuming Directory, _ path: [UInt8]) -> Int {
        var files = 0
        directory.forEachEntry { name, status in
            files += 1
            count(status)
            if status.st_mode & S_IFMT == S_IFDIR { waiting.append(path + [UInt8(ascii: "/")] + name) }
        }
        return files
    }

    private mutating func count(_ status: stat) {
        if status.st_nlink > 1, status.st_mode & S_IFMT != S_IFDIR {
            guard seen.insert(Inode(device: UInt64(status.st_dev), number: UInt64(status.st_ino))).inserted else {
                return
            }
        }
        // In blocks of 512 bytes, whatever the file system's own size.
        size += Int64(status.st_blocks) * 512
    }
}

extension Directory {
    /// Calls `body` with the name and the status of everything in this directory, links not followed.
    func forEachEntry(_ body: ([UInt8], stat) -> Void) {
        // A stream closes its descriptor, so it has one of its own.
        let again = berth_open_beneath(descriptor, ".", O_RDONLY | O_DIRECTORY, 0)
        guard again >= 0, let stream = fdopendir(again) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
            var status = stat()
            let text = name.map { CChar(bitPattern: $0) } + [0]
            if fstatat(again, text, &status, AT_SYMLINK_NOFOLLOW) == 0 { body(name, status) }
        }
    }
}
