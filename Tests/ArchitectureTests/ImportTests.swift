import Testing

struct ImportTests {
    /// The Swift modules of `Sources`, but for the composition root.
    static let modules = walls.keys.filter { !["CLinux", "CZlib"].contains($0) }.sorted()

    @Test("Every folder of Sources has a place in the table, and the table names no other")
    func everyModuleHasAPlace() throws {
        #expect(Set(try SourceTree.names(in: "Sources")) == Set(walls.keys).union([compositionRoot]))
    }

    @Test("A module imports what its wall allows and nothing else", arguments: modules)
    func importsStayInside(module: String) throws {
        let wall = try #require(walls[module])
        let files = try SourceTree.swiftFiles(below: "Sources/\(module)")
        #expect(!files.isEmpty)
        for file in files {
            for (line, imported) in SourceTree.imports(of: file) where !everybodys.contains(imported) {
                #expect(
                    wall.ours.contains(imported) || wall.others.contains(imported),
                    "\(file.path):\(line) imports \(imported), which \(module) may not")
            }
        }
    }

    @Test("The domain imports no framework and no logger")
    func domainIsPure() throws {
        for file in try SourceTree.swiftFiles(below: "Sources/Servers") {
            let imported = Set(SourceTree.imports(of: file).map(\.module))
            #expect(imported.isSubset(of: ["Foundation", "FoundationEssentials"]), "\(file.path) imports \(imported)")
        }
    }

    @Test("What only one folder may see is imported there alone", arguments: confined)
    func confinedImports(importer: String, module: String, folder: String) throws {
        for file in try SourceTree.swiftFiles(below: "Sources/\(importer)") {
            guard SourceTree.imports(of: file).contains(where: { $0.module == module }) else { continue }
            #expect(file.path.hasPrefix("Sources/\(importer)/\(folder)/"), "\(file.path) imports \(module)")
        }
    }

    @Test("No module reaches another through the composition root")
    func nobodyImportsTheRoot() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") {
            #expect(!SourceTree.imports(of: file).contains { $0.module == compositionRoot }, "\(file.path)")
        }
    }

    @Test(
        "An import line is read whatever stands before the module's name",
        arguments: [
            ("import Servers", ["Servers"]), ("package import Servers", ["Servers"]),
            ("@testable import Web", ["Web"]), ("@preconcurrency public import NIOCore", ["NIOCore"]),
            ("import struct Foundation.Data", ["Foundation"]), ("// import Nothing", []), ("important()", []),
        ])
    func importLines(line: String, modules: [String]) {
        #expect(SourceTree.imports(of: .init(path: "", text: line)).map(\.module) == modules)
    }
}
