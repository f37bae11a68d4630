/// A process to run in a container that runs.
package struct CreateExec: Codable, Sendable, Equatable {
    package var cmd: [String]
    package var env: [String]?
    /// `uid:gid` or names; the container's own when nil.
    package var user: String?
    package var workingDir: String?
    /// A terminal: stdout and stderr become one.
    package var tty = false
    private var attachStdout = true
    private var attachStderr = true

    package init(_ cmd: [String]) { self.cmd = cmd }

    enum CodingKeys: String, CodingKey {
        case cmd = "Cmd"
        case env = "Env"
        case user = "User"
        case workingDir = "WorkingDir"
        case tty = "Tty"
        case attachStdout = "AttachStdout"
        case attachStderr = "AttachStderr"
    }
}

/// An exec that was created.
package struct Exec: Sendable, Equatable {
    package let id: String
    package let tty: Bool

    package init(id: String, tty: Bool) {
        self.id = id
        self.tty = tty
    }
}

/// What the engine knows of an exec.
package struct ExecInspection: Codable, Sendable, Equatable {
    package var id: String
    @OrEmpty package var running: Bool
    /// nil until it ended.
    package var exitCode: Int?
    /// On the host; 0 before it starts.
    @OrEmpty package var pid: Int

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case running = "Running"
        case exitCode = "ExitCode"
        case pid = "Pid"
    }
}

/// How an exec that was run to its end came out.
package struct ExecResult: Sendable, Equatable {
    /// 126 and 127: the command could not be run, was not found.
    package var exitCode: Int
    package var output: [OutputChunk]
    /// Whether there was more output than was kept.
    package var truncated: Bool

    /// What was written to one place, as text.
    package func text(_ source: OutputChunk.Source) -> String {
        String(decoding: output.filter { $0.source == source }.flatMap(\.bytes), as: UTF8.self)
    }
}
