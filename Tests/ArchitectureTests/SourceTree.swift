import Foundation
import Testing

/// The package as it is on disk.
struct SourceTree {
    /// The folder with Package.swift, found from where this file was compiled.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct File: CustomTestStringConvertible {
        /// From the package's root: `Sources/Servers/Phase.swift`.
        let path: String
        let text: String

        let lines: [Substring]
        init(path: String, text: String) {
            self.path = path
            self.text = text
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        }

        /// The folder below `Sources` or `Tests`.
        var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
        var testDescription: String { path }
    }

    /// The modules that `import` lines name, with the number of the line.
    static func imports(of file: File) -> [(line: Int, module: String)] {
        file.lines.enumerated().compactMap { number, line in
            guard line.utf8.count < 120, line.contains("import ") else { return nil }
            return line.prefixMatch(of: importLine).map { (number + 1, String($0.output.1)) }
        }
    }

    /// `package import struct NIOCore.ByteBuffer` names NIOCore.
    private static var importLine: Regex<(Substring, Substring)> {
        /(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    }

    /// The Swift files below a folder of the package.
    static func swiftFiles(below folder: String) throws -> [File] {
        let base = root.appending(path: folder)
        let all = try #require(FileManager.default.enumerator(atPath: base.path), "cannot list \(folder)")
        return try all.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            return File(path: "\(folder)/\(name)", text: text)
        }
    }

    /// The names in a folder of the package, hidden ones too.
    static func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
}
