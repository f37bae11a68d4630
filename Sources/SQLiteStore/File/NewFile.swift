import Foundation

/// A file that takes its place only once it is whole: until then it is beside it, under a name of its own.
struct NewFile {
    let path: String
    let temporary: String

    init(_ path: String) {
        self.path = path
        let (folder, name) = (Self.folder(of: path), NSString(string: path).lastPathComponent)
        temporary = "\(folder)/.\(name).new-\(getpid())"
    }

    var exists: StoreProblem {
        StoreProblem(
            .exists, path: path, problem: "there is a file of this name already",
            remedy: "choose another name, or have it replaced with --replace")
    }

    /// Gives the file its name, on the disk when this returns.
    func place(replacing: Bool) throws(StoreProblem) {
        try sync(temporary)
        // A link, unlike a rename, leaves what is there already.
        let placed = replacing ? rename(temporary, path) : link(temporary, path)
        guard placed == 0 else {
            if errno == EEXIST { throw exists }
            throw .inaccessible(path, "it cannot be put there (\(String(cString: strerror(errno))))")
        }
        try sync(Self.folder(of: path))
    }

    /// Takes what did not take its place away.
    func discard() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporary + suffix) }
    }

    private static func folder(of path: String) -> String {
        let folder = NSString(string: path).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private func sync(_ file: String) throws(StoreProblem) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw .inaccessible(file, "it cannot be written (\(String(cString: strerror(errno))))")
        }
    }
}
