import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite("The pages of admins")
struct AdminPagesTests {
    @Test("Each of them, and each of their forms, is closed to everybody else, whatever is asked about")
    func closed() async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/admin/groups", "name=physics", as: "root")
        #expect(try await hub.page("/hub/admin/groups/physics", as: "root").status == 200)
        let configuration = WebConfiguration(socketPath: "/nowhere", version: "", metrics: { "" })
        let doors = buildRouter(hub.useCases, configuration: configuration).routes.filter {
            $0.path.description.hasPrefix("/hub/admin") && [.get, .post].contains($0.method)
        }
        #expect(doors.count { $0.method == .get } > 8 && doors.count { $0.method == .post } > 8)
        for door in doors {
            let path = door.path.description
                .replacing(/[:{](user|name)\}?/, with: "ada").replacing(/[:{]group\}?/, with: "physics")
            #expect(!path.contains(/[:{]/), "\(path) has a part that this test does not know")
            let answer =
                try await door.method == .get ? hub.page(path, as: "ada") : hub.form(path, "sure=1", as: "ada")
            #expect(answer.status == 403, "\(door.method) \(path)")
            #expect(!answer.body.contains("physics"), "\(door.method) \(path)")
            if door.method == .get {
                #expect(try await hub.page(path, as: nil).location?.contains("/hub/login") == true, "\(path)")
            }
        }
    }
}
