import Foundation
import Servers

/// A program of the host, run with arguments that no shell sees.
struct Command: Hashable, Sendable {
    let path: String

    var name: String { URL(filePath: path).lastPathComponent }

    struct Outcome: Hashable, Sendable {
        let code: Int32
        let errors: String

        var isSuccess: Bool { code == 0 }

        /// What it said first, at most 200 characters.
        var firstLine: String {
            let line = errors.split(separator: "\n").first.map { String($0.prefix(200)) } ?? ""
            return line.isEmpty ? "exit code \(code)" : line
        }
    }

    /// Looks along `PATH`, then where system programs are, which a service's `PATH` may lack.
    static func find(_ name: String) -> Command? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }.map {
            Command(path: $0)
        }
    }

    /// Runs it to its end, at most 15 seconds; what it writes must fit a pipe. Throws `RuntimeError`.
    func run(_ arguments: [String]) async throws -> Outcome {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        let (ended, continuation) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in continuation.finish() }
        do {
            try process.run()
        } catch {
            throw RuntimeError.failed("\(name) cannot be run: \(error.localizedDescription)")
        }
        do {
            try await within(.seconds(15)) {
                for await _ in ended {}
                try Task.checkCancellation()
            }
        } catch {
            process.terminate()
            throw RuntimeError(error)
        }
        let data = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
        return Outcome(code: process.terminationStatus, errors: String(decoding: data, as: UTF8.self))
    }
}
