import Foundation
import HubAPI
import Testing

@Suite("The types on the wire")
struct TypeTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try HubJSON.encode(value), as: UTF8.self)
    }

    @Test("A nil field of a model is written as null, and an absent one reads as nil")
    func nulls() throws {
        let error = ErrorModel(status: 404, message: nil, code: nil)
        #expect(try text(error) == #"{"code":null,"message":null,"status":404}"#)
        let read = try HubJSON.decode(ErrorModel.self, from: Data(#"{"status":404}"#.utf8))
        #expect(read == error)
    }

    @Test("A user model has JupyterHub's fields, no more and no fewer")
    func userFields() throws {
        let user = UserModel(
            name: "ada", admin: false, roles: ["user"], groups: [], server: nil, pending: nil, created: nil,
            lastActivity: nil, servers: [:])
        let value = try HubJSON.decode(JSONValue.self, from: HubJSON.encode(user))
        guard case .object(let fields) = value else {
            Issue.record("not an object")
            return
        }
        #expect(
            Set(fields.keys) == [
                "kind", "name", "admin", "roles", "groups", "server", "pending", "created", "last_activity",
                "auth_state", "servers", "user_info",
            ])
        #expect(fields["server"] == .null)
        #expect(try HubJSON.decode(UserModel.self, from: HubJSON.encode(user)) == user)
    }

    @Test("A server model has JupyterHub's fields, and state only where it is told")
    func serverFields() throws {
        func keys(_ state: [String: String]?) throws -> Set<String> {
            let server = ServerModel(
                name: "", displayName: "", fullName: "ada/", lastActivity: nil, started: nil, pending: "spawn",
                ready: false,
                stopped: false, url: "/user/ada/", userOptions: LaunchRequest(memory: .bytes(1)),
                progressURL: "/hub/api/users/ada/server/progress", fullURL: nil, fullProgressURL: nil, state: state)
            #expect(try HubJSON.decode(ServerModel.self, from: HubJSON.encode(server)) == server)
            guard case .object(let fields) = try HubJSON.decode(JSONValue.self, from: HubJSON.encode(server)) else {
                return []
            }
            return Set(fields.keys)
        }
        let all: Set<String> = [
            "name", "display_name", "full_name", "last_activity", "started", "pending", "ready", "stopped", "url",
            "user_options", "progress_url", "full_url", "full_progress_url",
        ]
        #expect(try keys(nil) == all)
        #expect(try keys(["node": "local"]) == all.union(["state"]))
    }

    @Test("Who is asking is a user model with the credential's fields beside")
    func whoAmI() throws {
        let user = UserModel(
            name: "ada", admin: true, roles: ["admin"], groups: [], server: nil, pending: nil, created: nil,
            lastActivity: nil, servers: [:])
        let model = SelfModel(user: user, tokenID: "a1", sessionID: nil, scopes: ["self!user=ada"])
        let read = try HubJSON.decode(SelfModel.self, from: HubJSON.encode(model))
        #expect(read == model)
        #expect(try text(model).contains(#""session_id":null"#))
    }

    @Test("Memory is read as bytes or as a size", arguments: [("5", MemorySize.bytes(5)), (#""8G""#, .text("8G"))])
    func memory(_ json: String, _ size: MemorySize) throws {
        let request = try HubJSON.decode(LaunchRequest.self, from: Data(#"{"memory":\#(json)}"#.utf8))
        #expect(request == LaunchRequest(memory: size))
        #expect(try text(request) == #"{"memory":\#(json)}"#)
    }

    @Test("Only the last event of a launch is the last")
    func lastEvent() {
        #expect(!ProgressEvent(progress: 50, message: "").isLast)
        #expect(ProgressEvent(progress: 100, message: "", ready: true).isLast)
        #expect(ProgressEvent(progress: 100, message: "", failed: true).isLast)
    }

    @Test(
        "Any JSON goes through a value and back",
        arguments: [
            "null", "true", "1", "1.5", #""a/b""#, "[1,null]", #"{"a":{"b":[]}}"#,
        ])
    func anyJSON(_ json: String) throws {
        #expect(try HubJSON.decode(JSONValue.self, from: Data(json.utf8)).text == json)
    }
}
