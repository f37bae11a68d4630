/// One thing that is wrong with the configuration: where, which key and value, and what would be right.
package struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    /// `/etc/berth/berth.yaml:3`, `flag --listen`, `environment BERTH_LISTEN`; empty for what was given nowhere.
    package let place: String
    /// The key, dotted in profiles (`ceiling.cpu`); empty when it concerns a whole file.
    package let key: String
    /// As given, cut to 100 characters; nil when there is none to show.
    package let value: String?
    /// What is wrong and what would be right.
    package let explanation: String

    package init(place: String, key: String, value: String?, explanation: String) {
        self.place = place
        self.key = key
        self.value = value.map { String($0.prefix(100)) }
        self.explanation = explanation
    }

    /// One line: `/etc/berth/berth.yaml:3: listen: "here": expected an IP address …`. Control characters are escaped.
    package var description: String {
        let shown = value.map { "\"\(Self.escaped($0))\"" }
        return [Self.escaped(place), Self.escaped(key), shown ?? "", Self.escaped(explanation)]
            .filter { !$0.isEmpty }.joined(separator: ": ")
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0) }
            .joined()
    }
}

/// Everything that is wrong with the configuration, at once.
package struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [SettingsProblem]

    package init(_ problems: [SettingsProblem]) { self.problems = problems }

    /// One line a problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
