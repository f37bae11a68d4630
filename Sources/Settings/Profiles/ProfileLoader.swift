import Foundation
package import Servers

/// Reads a directory of profiles, one YAML file each, as a whole.
package enum ProfileLoader {
    /// The profiles of `directory`, smallest first. A profile's id is its file's name without `.yaml`.
    ///
    /// Files of other kinds and hidden ones are left alone.
    /// - Throws: every problem of every file at once; no profile at all; no profile `default`.
    package static func load(
        directory: String, default defaultID: ProfileID
    ) throws(SettingsProblems) -> ProfileSet {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw problem(directory, "profiles_dir can't be read; expected a directory with a YAML file a profile")
        }
        var profiles: [Profile] = []
        var problems: [SettingsProblem] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            switch read("\(directory)/\(name)", name: name) {
            case .success(let profile): if let profile { profiles.append(profile) }
            case .failure(let found): problems += found.problems
            }
        }
        guard problems.isEmpty else { throw SettingsProblems(problems) }
        guard !profiles.isEmpty else { throw problem(directory, "there is no profile; expected at least one .yaml") }
        guard profiles.contains(where: { $0.id == defaultID }) else {
            let ids = profiles.map(\.id.value).joined(separator: ", ")
            throw SettingsProblems([
                SettingsProblem(
                    place: directory, key: "default_profile", value: defaultID.value,
                    explanation: "there is no such profile; expected one of \(ids)")
            ])
        }
        return ProfileSet(profiles: profiles.sorted(by: isShownBefore), defaultID: defaultID)
    }

    private static func read(_ path: String, name: String) -> Result<Profile?, SettingsProblems> {
        if name.hasSuffix(".yml") { return .failure(problem(path, "expected a name that ends with .yaml")) }
        guard name.hasSuffix(".yaml") else { return .success(nil) }
        let id = String(name.dropLast(5))
        guard (1...32).contains(id.utf8.count), id.utf8.allSatisfy(isAllowed) else {
            return .failure(problem(path, "expected a name of 1 to 32 of a-z 0-9 - and then .yaml"))
        }
        do {
            var reader = ProfileReader(path: path)
            let profile = reader.profile(ProfileID(id), try YAMLEntry.entries(inFile: path))
            return reader.problems.isEmpty ? .success(profile) : .failure(SettingsProblems(reader.problems))
        } catch {
            return .failure(SettingsProblems([error]))
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }

    private static func problem(_ path: String, _ explanation: String) -> SettingsProblems {
        SettingsProblems([SettingsProblem(place: path, key: "", value: nil, explanation: explanation)])
    }

    private static func isShownBefore(_ left: Profile, _ right: Profile) -> Bool {
        let (a, b) = (left.resources, right.resources)
        let (m, n) = (left.gpus?.count ?? 0, right.gpus?.count ?? 0)
        return (m, a.cpu.reserve, a.memory, left.id.value) < (n, b.cpu.reserve, b.memory, right.id.value)
    }
}
