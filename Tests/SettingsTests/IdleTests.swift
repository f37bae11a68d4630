import Foundation
import Servers
import Testing

@testable import Settings

@Suite("What holds for idle servers, as it is written")
struct IdleTests {
    private func profile(_ idle: String) throws -> Outcome<IdleRules> {
        let text = """
            title: Good
            image: berth/notebook:minimal
            cpu: {reserve: 0.5, burst: 2}
            memory: 1G
            ceiling: {cpu: 2, memory: 4G}

            """
        return try withDirectory { directory in
            try (text + idle).write(toFile: "\(directory)/a.yaml", atomically: true, encoding: .utf8)
            do throws(SettingsProblems) {
                let set = try ProfileLoader.load(directory: directory, default: ProfileID("a"))
                return .loaded(set.profiles[0].idle)
            } catch {
                return .refused(error.problems.map { $0.description.replacing(directory + "/", with: "") })
            }
        }
    }

    @Test("Settings have defaults, and seconds and never are fine")
    func settings() throws {
        #expect(try load().value?.idle == IdleSettings())
        let yaml = """
            reaping: off
            idle_timeout: 2s
            idle_notice: 0
            idle_busy_limit: never
            idle_maximum_age: 7d
            idle_minimum_run: 1s
            idle_keep_limit: never
            idle_quiet_hours: 22:00-6:30 Europe/Berlin
            activity_interval: 1s

            """
        let idle = try #require(try load(yaml: yaml).value).idle
        #expect(!idle.isOn && idle.lookInterval == .seconds(1))
        #expect(idle.policy.timeout == .after(.seconds(2)) && idle.policy.notice == .zero)
        #expect(idle.policy.busyLimit == .never && idle.policy.maximumAge == .after(.seconds(604_800)))
        #expect(idle.policy.minimumRun == .seconds(1) && idle.policy.keepLimit == .never)
        #expect(idle.policy.quietHours?.description == "22:00 to 06:30 Europe/Berlin")
        #expect(try load(yaml: "idle_timeout: never\n").value?.idle.policy.timeout == .never)
    }

    @Test(
        "What cannot be read is told with its line and key",
        arguments: [
            "reaping: maybe", "idle_timeout: 0", "idle_notice: never", "idle_busy_limit: long", "idle_maximum_age: 4",
            "idle_minimum_run: -1s", "idle_keep_limit: always", "idle_quiet_hours: 22:00-6:00",
            "idle_quiet_hours: 22:00-6:00 Mars", "activity_interval: never",
        ])
    func wrong(line: String) throws {
        let problems = try load(yaml: line + "\n").problems
        #expect(problems.count == 1)
        #expect(problems.first?.contains(":1: \(line.prefix { $0 != ":" }): ") == true, "\(problems)")
    }

    @Test("A profile says what it says, and leaves the rest to the hub")
    func rules() throws {
        #expect(try profile("").value == IdleRules())
        let text = """
            idle:
              timeout: 90s
              notice: 0
              busy_limit: never
              maximum_age: 7d
              minimum_run: 5m
              keep_limit: 12h
              quiet_hours: {from: 22:00, to: 6:00, zone: UTC}
              exempt: false

            """
        let rules = try #require(try profile(text).value)
        #expect(rules.timeout == .after(.seconds(90)) && rules.notice == .zero && rules.busyLimit == .never)
        #expect(rules.maximumAge == .after(.seconds(604_800)) && rules.minimumRun == .seconds(300))
        #expect(rules.keepLimit == .after(.seconds(43_200)) && rules.isExempt == false)
        #expect(rules.quietHours == (try QuietHours(from: "22:00", to: "06:00", zone: "UTC")))
        #expect(try profile("idle: {exempt: true}\n").value?.isExempt == true)
        #expect(try profile("idle: {timeout: never}\n").value?.timeout == .never)
    }

    @Test(
        "A mistake in it is told with file, line and key",
        arguments: [
            ("idle: {timeout: soon}", "a.yaml:6: idle.timeout: \"soon\": expected a duration"),
            ("idle: {notice: never}", "a.yaml:6: idle.notice"),
            ("idle:\n  maximum_age: 0", "a.yaml:7: idle.maximum_age"),
            ("idle: {exempt: perhaps}", "a.yaml:6: idle.exempt"),
            ("idle: {timeuot: 4h}", "did you mean idle.timeout?"), ("idle: 4h", "a.yaml:6: idle: \"4h\""),
            ("idle: {quiet_hours: {from: 22:00, to: 6:00}}", "idle.quiet_hours.zone"),
            ("idle: {quiet_hours: {from: 22, to: 6:00, zone: UTC}}", "idle.quiet_hours.from: \"22\""),
            ("idle: {quiet_hours: {from: 22:00, to: 6:00, zone: Mars}}", "expected a time zone"),
            ("idle: {quiet_hours: night}", "idle.quiet_hours"),
        ])
    func mistakes(text: String, expected: String) throws {
        let problems = try profile(text + "\n").problems
        #expect(problems.count == 1 && problems[0].contains(expected), "\(problems)")
    }
}
