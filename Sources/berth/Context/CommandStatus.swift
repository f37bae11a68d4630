import ArgumentParser

/// How a command ends. Wrong usage is 64, as ArgumentParser has it.
enum CommandStatus: Int32, Sendable {
    case failed = 1
    /// Nothing, or no hub, answers at the address.
    case hubAway = 2
    /// No credentials, wrong ones, or a scope that is missing.
    case notAllowed = 3
    /// No such server, user or token; or the server does not run.
    case notFound = 4
    /// The server computes something that would be lost, and nobody said that it may be.
    case busy = 5
    /// 128 and the number of SIGINT, as shells have it.
    case interrupted = 130

    var code: ExitCode { ExitCode(rawValue) }
}
