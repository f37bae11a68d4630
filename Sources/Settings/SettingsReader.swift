import Foundation
import Servers

/// Collects what was given for each key, reads it, and keeps every problem.
struct SettingsReader {
    /// A value and where it came from.
    struct Given {
        let value: String
        let place: String
        /// What a relative path starts at.
        let base: String
    }

    let surroundings: Surroundings
    private(set) var given: [SettingsKey: Given] = [:]
    private(set) var problems: [SettingsProblem] = []

    init(surroundings: Surroundings) { self.surroundings = surroundings }

    mutating func report(_ key: SettingsKey, _ explanation: String) {
        report(
            SettingsProblem(
                place: given[key]?.place ?? "", key: key.name, value: given[key]?.value, explanation: explanation))
    }

    mutating func report(_ problem: SettingsProblem) { problems.append(problem) }
}

// MARK: Where values come from

extension SettingsReader {
    /// Takes the file named by the command line, else by the environment, else the default one if it is there.
    mutating func take(file: String?, environment: [String: String]) {
        let named = file ?? environment["BERTH_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = surroundings.absolute(named ?? surroundings.settingsFile, from: surroundings.workingDirectory)
        guard named != nil || surroundings.exists(path) else { return }
        do {
            let entries = try YAMLEntry.entries(inFile: path)
            for entry in entries { take(entry, path: path) }
        } catch {
            report(error)
        }
    }

    private mutating func take(_ entry: YAMLEntry, path: String) {
        let place = "\(path):\(entry.line)"
        guard let key = SettingsKey(rawValue: entry.key) else {
            let hint = nearest(entry.key, among: SettingsKey.allCases.map(\.name))
            report(unknownKey(entry.key, place: place, nearest: hint))
            return
        }
        guard let value = entry.scalar else {
            let problem = SettingsProblem(
                place: place, key: key.name, value: nil,
                explanation: "a single value belongs here; expected \(key.row.expected)")
            report(problem)
            return
        }
        let base = NSString(string: path).deletingLastPathComponent
        if !entry.isNull { given[key] = Given(value: value, place: place, base: base) }
    }

    mutating func take(environment: [String: String]) {
        for key in SettingsKey.allCases {
            guard let value = environment[key.environmentName], !value.isEmpty else { continue }
            given[key] = Given(
                value: value, place: "environment \(key.environmentName)", base: surroundings.workingDirectory)
        }
    }

    mutating func take(flags: [String: String]) {
        for (name, value) in flags.sorted(by: { $0.key < $1.key }) {
            guard let key = SettingsKey(rawValue: name) else {
                let hint = nearest(name, among: SettingsKey.allCases.map(\.name))
                report(unknownKey(name, place: "command line", nearest: hint))
                continue
            }
            given[key] = Given(value: value, place: "flag \(key.flag)", base: surroundings.workingDirectory)
        }
    }
}

// MARK: Values

extension SettingsReader {
    /// The value of a key that has a default in the table; reports and answers nil when it cannot be read.
    mutating func value<Value>(_ key: SettingsKey, _ read: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = read(text) { return value }
        report(key, "expected \(key.row.expected)")
        return nil
    }

    /// The value of a key that may have none: empty means nil, and nil in nil that it cannot be read.
    mutating func optional<Value>(_ key: SettingsKey, _ read: (String) -> Value?) -> Value?? {
        guard let text = text(key), !text.isEmpty else { return .some(nil) }
        return value(key, read).map { .some($0) }
    }

    mutating func path(_ key: SettingsKey, otherwise: @autoclosure () -> String) -> String? {
        guard let given = given[key] else { return otherwise() }
        guard !given.value.isEmpty, !given.value.contains("\0") else {
            report(key, "expected \(key.row.expected)")
            return nil
        }
        return surroundings.absolute(given.value, from: given.base)
    }

    private func text(_ key: SettingsKey) -> String? {
        if let given = given[key] { return given.value }
        switch key.row.default {
        case .value(let value): return value
        case .rule: return nil
        }
    }
}
