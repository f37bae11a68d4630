import Foundation
import Yams

/// One `key: value` of a YAML mapping, with its line.
struct YAMLEntry {
    let key: String
    let value: Node
    /// 1-based.
    let line: Int

    /// The value's text as written, if it is a single one.
    var scalar: String? { value.scalar?.string }

    /// Whether nothing was written: `key:`, `key: ~`, `key: null`.
    var isNull: Bool {
        guard let scalar = value.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// The entries of the mapping that `path` holds; an empty file has none.
    static func entries(inFile path: String) throws(SettingsProblem) -> [YAMLEntry] {
        let root = try composed(path)
        guard let root else { return [] }
        if root.scalar?.string.isEmpty == true { return [] }
        guard let entries = entries(of: root) else {
            throw SettingsProblem(
                place: "\(path):\(root.mark?.line ?? 1)", key: "", value: nil, explanation: "expected key: value lines")
        }
        return entries
    }

    /// The entries of a mapping; nil when `node` is something else.
    static func entries(of node: Node) -> [YAMLEntry]? {
        guard let mapping = node.mapping else { return nil }
        return mapping.map { entry in
            let line = entry.key.mark?.line ?? entry.value.mark?.line ?? 1
            return YAMLEntry(key: entry.key.scalar?.string ?? "?", value: entry.value, line: line)
        }
    }

    private static func composed(_ path: String) throws(SettingsProblem) -> Node? {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingsProblem(
                place: path, key: "", value: nil,
                explanation: FileManager.default.fileExists(atPath: path)
                    ? "this file can't be read as UTF-8 text" : "there is no such file")
        }
        do {
            return try compose(yaml: text)
        } catch {
            throw SettingsProblem(yamlError: error, path: path)
        }
    }
}

extension SettingsProblem: Error {
    /// What the parser says, with its line.
    init(yamlError: any Error, path: String) {
        var line = 1
        var text = "this is not YAML"
        switch yamlError as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            line = mark.line
            text += ": " + problem
        case .duplicatedKeysInMapping(let duplicates, let context):
            line = context.mark.line
            text = "given twice: " + duplicates.joined(separator: ", ")
        case .reader(let problem, _, _, _):
            text += ": " + problem
        default: break
        }
        self.init(place: "\(path):\(line)", key: "", value: nil, explanation: text)
    }
}
