import Logging
import Observability
import Settings

extension BerthSettings {
    /// The loggers of this process, in the format and at the level that are set.
    func logger(_ label: String) -> Logger {
        let level = Logger.Level(rawValue: logLevel.rawValue) ?? .info
        return Logger(label: label) { label in
            LineLogHandler(label: label, format: logFormat == .json ? .json : .text, level: level)
        }
    }
}
