import Foundation
import UnixSignals

extension CommandContext {
    /// The real world.
    static func live() -> CommandContext {
        let environment = ProcessInfo.processInfo.environment
        let clock = ContinuousClock()
        let start = clock.now
        return CommandContext(
            output: .standard(environment: environment), environment: environment,
            home: environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory(),
            now: { Date() }, uptime: { start.duration(to: clock.now) }, sleep: { try await Task.sleep(for: $0) },
            interrupted: waitForInterrupt, openBrowser: { Browser.open($0, environment: environment) },
            ask: { try Terminal.ask(TerminalText.safe($0), secret: $1) },
            readInput: {
                let input = (try? FileHandle.standardInput.read(upToCount: 4096)) ?? nil
                return String(decoding: input ?? Data(), as: UTF8.self)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
            })
    }

    @Sendable
    private static func waitForInterrupt() async -> Bool {
        for await _ in await UnixSignalsSequence(trapping: .sigint) { return true }
        return false
    }
}

/// The person's browser.
enum Browser {
    /// Hands `url` to the desktop; false where there is no desktop.
    static func open(_ url: String, environment: [String: String]) -> Bool {
        guard let opener = opener(environment) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: opener)
        process.arguments = [url]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            return true
        } catch {
            return false
        }
    }

    private static func opener(_ environment: [String: String]) -> String? {
        #if os(macOS)
        return "/usr/bin/open"
        #else
        let hasDisplay = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
        let places = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/xdg-open" }
        return hasDisplay ? places.first(where: FileManager.default.isExecutableFile(atPath:)) : nil
        #endif
    }
}
