import Foundation
import Testing

@testable import berth

@Suite("Checking profiles")
struct ProfilesCheckTests {
    private static let good =
        "title: A\nimage: i\ncpu: {reserve: 1, burst: 1}\nmemory: 1G\nceiling: {cpu: 1, memory: 1G}\n"

    @Test(
        "Files that are right are listed; else every problem is told, and the end is 1",
        arguments: [(good, nil), (good.replacing("1G", with: "lots"), CommandStatus.failed)])
    func check(_ text: String, _ status: CommandStatus?) async throws {
        let folder = NSTemporaryDirectory() + "profiles-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try text.write(toFile: folder + "/a.yaml", atomically: true, encoding: .utf8)
        let world = TestWorld(environment: [:])
        let ran = try await berth(["profiles", "check", folder, "--default-profile", "a"], in: world)
        #expect(ran.status == status)
        #expect(ran.out == (status == nil ? "\(folder): a *\n" : ""))
        if status != nil {
            #expect(
                ran.err.contains("a.yaml:4: memory: \"lots\"") && ran.err.contains("a.yaml:5: ceiling.memory: \"lots\"")
            )
        }
    }
}
