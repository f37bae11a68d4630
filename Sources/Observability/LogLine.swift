import Foundation
import Logging

/// How a log line looks.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// For people: time, level, message, `key=value`; whatever could act on a terminal is escaped.
    case text
    /// For programs: one JSON object a line: `time`, `level`, `logger`, `message`, `metadata`.
    case json
}

/// One event about to be written.
struct LogLine {
    let time: Date
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    /// The line without its end. It has no line breaks, whatever the message.
    func rendered(_ format: LogFormat) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }

    private var stamp: String {
        time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
    }

    private var text: String {
        let level = level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        let pairs = metadata.sorted { $0.key < $1.key }.map { key, value in
            "\(terminalSafe(key))=\(Self.quotedIfNeeded(value.description))"
        }
        return (["\(stamp) \(level) \(terminalSafe(message))"] + pairs).joined(separator: " ")
    }

    private static func quotedIfNeeded(_ value: String) -> String {
        let needsQuotes = value.isEmpty || value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        return needsQuotes ? "\"\(terminalSafe(value.replacing("\"", with: "\\\"")))\"" : terminalSafe(value)
    }

    private var json: String {
        var fields = [
            "\"time\":\(jsonString(stamp))", "\"level\":\(jsonString(level.rawValue))",
            "\"logger\":\(jsonString(label))", "\"message\":\(jsonString(message))",
        ]
        if !metadata.isEmpty { fields.append("\"metadata\":\(Self.object(metadata))") }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func object(_ metadata: Logger.Metadata) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\(jsonString($0.key)):\(value($0.value))" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): jsonString(text)
        case .stringConvertible(let value): jsonString(value.description)
        case .array(let values): "[\(values.map(Self.value).joined(separator: ","))]"
        case .dictionary(let metadata): object(metadata)
        }
    }
}
