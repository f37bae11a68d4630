import Foundation

@testable import Settings

/// A directory that is removed after `body`.
func withDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "settings-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// Surroundings in which nothing exists but `files`.
func surroundings(isRoot: Bool = false, files: Set<String> = []) -> Surroundings {
    var around = Surroundings(environment: [:])
    around.isRoot = isRoot
    around.home = "/home/ada"
    around.workingDirectory = "/work"
    around.exists = { files.contains($0) }
    around.isReadable = { files.contains($0) }
    return around
}

/// Loads `yaml` (as a file of that text), or what is wrong with it, one line a problem without the file's directory.
func load(
    yaml: String? = nil, flags: [String: String] = [:], environment: [String: String] = [:],
    in around: Surroundings = surroundings()
) throws -> Outcome<BerthSettings> {
    try withDirectory { directory in
        let file = directory + "/berth.yaml"
        if let yaml { try yaml.write(toFile: file, atomically: true, encoding: .utf8) }
        do throws(SettingsProblems) {
            let settings = try BerthSettings.load(
                flags: flags, environment: environment, file: yaml == nil ? nil : file, surroundings: around)
            return .loaded(settings)
        } catch {
            return .refused(error.problems.map { $0.description.replacing(directory + "/", with: "") })
        }
    }
}

enum Outcome<Value> {
    case loaded(Value)
    case refused([String])

    var value: Value? {
        if case .loaded(let value) = self { value } else { nil }
    }

    var problems: [String] {
        if case .refused(let problems) = self { problems } else { [] }
    }
}

/// The folder of this package.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
