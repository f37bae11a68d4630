import Accounts
import CLinux
import Foundation
import Servers

#if canImport(Glibc)
import Glibc
#endif

/// The directory where one installation keeps its state, and the files in it that only `serve` and `gateway` know.
struct StateDirectory: Sendable {
    let path: String

    var store: String { "\(path)/berth.db" }
    /// In a folder that only the gateway's user may enter: who reaches this socket is believed.
    var hubSocket: String { "\(hubFolder)/hub.sock" }
    private var hubFolder: String { "\(path)/run/hub" }
    var controlSocket: String { "\(path)/run/gateway.sock" }
    var gatewayLog: String { "\(path)/logs/gateway.log" }
    var keyFile: String { "\(path)/instance.key" }

    /// Makes the directory and its folders. Others may pass through it (to the gateway's socket), not list it.
    func prepare() throws(StartProblem) {
        for folder in [path, "\(path)/run", "\(path)/logs"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: folder == "\(path)/logs" ? 0o700 : 0o711])
            } catch {
                throw StartProblem(
                    "\(folder) cannot be made: \(error.localizedDescription)",
                    remedy: "Give another place with --state-dir, or make it writable.")
            }
        }
    }

    /// Makes the folder of the hub's socket, for the user that the gateway becomes; as it is without root.
    func prepareHubFolder(for gateway: UserIDs) throws(StartProblem) {
        let made = mkdir(hubFolder, 0o700) == 0 || errno == EEXIST
        guard made, geteuid() != 0 || chown(hubFolder, gateway.user, gateway.group) == 0, chmod(hubFolder, 0o700) == 0
        else {
            throw StartProblem("\(hubFolder) cannot be prepared", remedy: "Make \(path)/run writable and start again.")
        }
    }

    /// The instance key, made on the first start: 32 bytes, readable by this user alone.
    func instanceKey() throws(StartProblem) -> Data {
        if let key = FileManager.default.contents(atPath: keyFile) {
            guard key.count == 32 else {
                throw StartProblem("\(keyFile) is not an instance key", remedy: "Restore it from a backup.")
            }
            return key
        }
        let key = KeyRing.makeInstanceKey()
        let file = open(keyFile, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let written = key.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard file >= 0, written == key.count, fsync(file) == 0, close(file) == 0 else {
            throw StartProblem("\(keyFile) cannot be written", remedy: "Make \(path) writable and start again.")
        }
        return key
    }

    /// Puts another instance key in the place of this one, which is kept as `aside`.
    func replaceInstanceKey(_ key: Data, aside: String) throws(StartProblem) {
        if FileManager.default.contents(atPath: keyFile) == key { return }
        let temporary = "\(keyFile).new"
        unlink(temporary)
        guard
            FileManager.default.createFile(atPath: temporary, contents: key, attributes: [.posixPermissions: 0o600]),
            link(keyFile, aside) == 0 || errno == ENOENT, rename(temporary, keyFile) == 0
        else { throw StartProblem("\(keyFile) cannot be replaced", remedy: "Make \(path) writable and do it again.") }
    }

    /// Takes `run/<name>.pid` for this process, or says which process has it. Held until the process ends.
    func lock(_ name: String) throws(StartProblem) -> ProcessLock {
        let file = "\(path)/run/\(name).pid"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StartProblem("\(file) cannot be opened", remedy: "Make \(path)/run writable and start again.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? "?"
            close(descriptor)
            throw StartProblem(
                "another berth \(name) (process \(holder.trimmingCharacters(in: .whitespacesAndNewlines))) uses \(path)",
                remedy: "Stop it first, or give another --state-dir.")
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            throw StartProblem("\(file) cannot be written", remedy: "Is the disk full?")
        }
        return ProcessLock(descriptor: descriptor)
    }
}

/// A lock that lasts as long as the process: the descriptor is never closed.
struct ProcessLock: Sendable {
    let descriptor: Int32
}

/// Why a process cannot start, and what to do about it.
struct StartProblem: Error, CustomStringConvertible {
    let problem: String
    let remedy: String

    init(_ problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    var description: String { "\(problem). \(remedy)" }
}
