/// What can go wrong when a Jupyter Server is asked.
package enum JupyterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection, or it broke; whether the call happened is unknown.
    case unreachable(String)
    /// No whole answer in time; whether the call happened is unknown.
    case timedOut
    /// It answered with this status.
    case refused(status: Int)
    /// What it answered is too long or makes no sense.
    case unusable(String)

    /// For people; never what the server wrote.
    package var description: String {
        switch self {
        case .unreachable(let reason): "no answer: \(reason)"
        case .timedOut: "no answer in time"
        case .refused(let status): "it answered with status \(status)"
        case .unusable(let reason): reason
        }
    }
}
