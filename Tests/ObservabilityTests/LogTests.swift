import Foundation
import Logging
import Synchronization
import Testing

@testable import Observability

private final class Captured: LogOutput {
    private let written = Mutex<[String]>([])
    var lines: [String] { written.withLock { $0 } }
    func write(_ line: String) { written.withLock { $0.append(line) } }
}

private struct Sunk: Error, CustomStringConvertible {
    let description = "it sank"
}

@Suite("Log lines")
struct LogTests {
    private func lines(_ format: LogFormat, _ body: (inout Logger) -> Void) -> [String] {
        let captured = Captured()
        var logger = Logger(label: "berth") { label in
            LineLogHandler(
                label: label, format: format, level: .info, output: captured,
                now: { Date(timeIntervalSince1970: 1.25) })
        }
        body(&logger)
        return captured.lines
    }

    @Test("Text is time, level, message and sorted pairs, quoted where needed")
    func text() {
        let lines = lines(.text) {
            $0.info("server started", metadata: ["user": "ada", "name": "a b", "empty": "", "port": "\(8000)"])
        }
        #expect(
            lines == ["1970-01-01T00:00:01.250Z info     server started empty=\"\" name=\"a b\" port=8000 user=ada\n"])
    }

    @Test(
        "What could act on a terminal is escaped",
        arguments: [
            ("a\nb", "a\\nb"), ("\u{1b}[2J", "\\u{1b}[2J"), ("\u{9b}x", "\\u{9b}x"), ("\u{202e}x", "\\u{202e}x"),
            ("a\r\nb", "a\\r\\nb"), ("ü😀", "ü😀"), ("\u{2028}", "\\u{2028}"),
        ])
    func escaped(raw: String, shown: String) {
        let lines = lines(.text) { $0.info("m", metadata: ["k": "\(raw)"]) }
        #expect(lines == ["1970-01-01T00:00:01.250Z info     m k=\(shown)\n"])
    }

    @Test("JSON is one object a line that reads back as what was logged")
    func json() throws {
        let nasty = "a\"\\\n\r\t\u{0}\u{1b}\u{9b}\u{2028}\u{e0001}ü😀"
        let lines = lines(.json) {
            $0.warning("\(nasty)", metadata: ["k": "\(nasty)", "list": ["1", ["x": "y"]]])
        }
        let line = try #require(lines.first)
        #expect(line.filter(\.isNewline) == "\n" && line.hasSuffix("}\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["time"] as? String == "1970-01-01T00:00:01.250Z")
        #expect(object?["level"] as? String == "warning")
        #expect(object?["logger"] as? String == "berth")
        #expect(object?["message"] as? String == nasty)
        let metadata = object?["metadata"] as? [String: Any]
        #expect(metadata?["k"] as? String == nasty)
        #expect((metadata?["list"] as? [Any])?.count == 2)
    }

    @Test("The event's metadata wins over the task's, that over the logger's; an error is told")
    func layers() {
        let captured = Captured()
        var handler = LineLogHandler(
            label: "l", format: .json, output: captured, now: { Date(timeIntervalSince1970: 0) })
        handler.metadata = ["a": "logger", "b": "logger", "c": "logger"]
        handler.metadataProvider = .init { ["b": "task", "c": "task"] }
        var event = LogEvent(
            level: .error, message: "m", metadata: ["c": "event"], source: nil, file: "", function: "", line: 0)
        event.error = Sunk()
        handler.log(event: event)
        let metadata = #""metadata":{"a":"logger","b":"task","c":"event","error":"it sank"}"#
        #expect(captured.lines.first?.contains(metadata) == true)
    }

    @Test("Less serious events than the level are not written, and a logger's copy keeps its own metadata")
    func levels() {
        let lines = lines(.text) { logger in
            logger.debug("no")
            var copy = logger
            copy[metadataKey: "k"] = "v"
            copy.logLevel = .debug
            copy.debug("yes")
            logger.info("plain")
        }
        #expect(lines.map { $0.dropFirst(25) } == ["debug    yes k=v\n", "info     plain\n"])
    }
}
