import HubAPI
import Testing

@testable import berth

@Suite("A launch as it is shown")
struct LaunchLineTests {
    private let pulling = ProgressEvent(progress: 12, message: "Pulling the image: 120 MiB of 405 MiB")

    @Test("Into a file, each new step is a line and nothing is written twice")
    func plain() {
        var line = LaunchLine(redraws: false, width: 80)
        #expect(
            line.event(pulling, after: .milliseconds(1500))
                == " 12%  1.5 s  Pulling the image: 120 MiB of 405 MiB\n")
        #expect(line.event(pulling, after: .seconds(2)) == nil)
        #expect(line.tick(after: .seconds(3)) == nil)
        #expect(line.end() == nil)
    }

    @Test("On a terminal one line is drawn again, cut to its width, and taken away at the end")
    func terminal() {
        var line = LaunchLine(redraws: true, width: 20)
        #expect(line.tick(after: .zero) == nil)
        #expect(line.event(pulling, after: .seconds(1)) == "\r\u{1B}[2K 12%  1.0 s  Pulli…")
        #expect(line.tick(after: .seconds(2)) == "\r\u{1B}[2K 12%  2.0 s  Pulli…")
        #expect(line.end() == "\r\u{1B}[2K")
        #expect(line.end() == nil)
    }

    @Test("A message cannot draw on the terminal, nor a progress leave its column")
    func hostile() {
        var line = LaunchLine(redraws: false, width: 80)
        let event = ProgressEvent(progress: 9999, message: "\u{1B}[2Jgone")
        #expect(line.event(event, after: .zero) == "100%  0.0 s  \\u{1b}[2Jgone\n")
    }
}
