import Accounts
import Foundation
import Servers
import Testing

@Suite("Scopes and permissions")
struct PermissionTests {
    private func user(_ name: String, isAdmin: Bool = false) throws -> User {
        User(name: try UserName(name), isAdmin: isAdmin, uid: 1, createdAt: Timestamp(microseconds: 0))
    }

    @Test(
        "A scope is read and written in JupyterHub's form",
        arguments: [
            "self", "access:servers", "servers!user=ada", "servers!server=ada/", "access:servers!server=ada/gpu",
            "servers!group=physics",
        ])
    func scopes(text: String) throws {
        #expect(try Scope(text).description == text)
        let data = try JSONEncoder().encode([Scope(text)])
        #expect(try JSONDecoder().decode([Scope].self, from: data) == [Scope(text)])
    }

    @Test(
        "What is no scope is refused",
        arguments: [
            "", "everything", "Servers", "servers!", "servers!user", "servers!user=", "servers!user=../x",
            "servers!server=ada",
            "servers!server=ada/a/b", "servers!group=", "servers!group=a,b", "servers!user=ada!server=ada/", "servers ",
            "!user=ada",
        ])
    func notScopes(text: String) {
        #expect(throws: InvalidValue.self) { try Scope(text) }
    }

    @Test("A user may do all with their own and nothing with another's")
    func own() throws {
        let ada = try user("ada")
        let bob = try UserName("bob")
        let held = Permissions(of: ada)
        for name in [Scope.Name.accessServers, .servers, .tokens, .readUsers, .self] {
            #expect(held.allows(name, user: ada.name))
            #expect(held.allows(name, server: ServerKey(owner: ada.name, name: try ServerName("gpu"))))
            #expect(!held.allows(name, user: bob))
            #expect(!held.allows(name, server: ServerKey(owner: bob)))
            #expect(!held.allows(name))
        }
        for name in [Scope.Name.adminUsers, .adminServers, .users, .proxy, .readMetrics, .groups, .readHub] {
            #expect(!held.holds(name))
        }
    }

    @Test("An admin may do all with everyone's, but is nobody else")
    func admin() throws {
        let held = Permissions(of: try user("root", isAdmin: true))
        let bob = try UserName("bob")
        for name in Scope.Name.allCases where name != .self {
            #expect(held.allows(name))
            #expect(held.allows(name, server: ServerKey(owner: bob)))
        }
        #expect(!held.allows(.self, user: bob))
    }

    @Test("A token never has more than its owner, whatever was asked for")
    func limited() throws {
        let held = Permissions(of: try user("ada"))
        let wanted = try Set(
            ["servers", "servers!user=bob", "admin:users", "access:servers!server=ada/gpu", "tokens!user=ada"].map {
                try Scope($0)
            })
        let limited = held.limited(to: wanted)
        #expect(
            limited.scopes == (try Set(["access:servers!server=ada/gpu", "tokens!user=ada"].map { try Scope($0) })))
        #expect(limited.scopes.allSatisfy { held.covers($0) })
        #expect(held.limited(to: []).scopes.isEmpty)
    }

    @Test("A scope of one server opens that server only")
    func oneServer() throws {
        let ada = try UserName("ada")
        let held = Permissions([try Scope("access:servers!server=ada/gpu")])
        #expect(held.allows(.accessServers, server: ServerKey(owner: ada, name: try ServerName("gpu"))))
        #expect(!held.allows(.accessServers, server: ServerKey(owner: ada)))
        #expect(!held.allows(.accessServers, user: ada))
        #expect(!held.allows(.servers, server: ServerKey(owner: ada, name: try ServerName("gpu"))))
    }

    @Test("Nothing is held by nobody")
    func none() throws {
        let none = Permissions([])
        for name in Scope.Name.allCases {
            #expect(!none.allows(name))
            #expect(!none.allows(name, user: try UserName("ada")))
        }
    }

    @Test(
        "What opens servers is one's own alone, unless admins may use other people's",
        arguments: [
            ("access:servers", true, false), ("access:servers!user=ada", true, false),
            ("access:servers!user=bob", false, false), ("access:servers!server=ada/gpu", false, false),
            ("access:servers!server=bob/", false, false), ("access:servers!group=physics", false, false),
            ("servers", false, false),
        ])
    func serversOnly(text: String, own: Bool, others: Bool) throws {
        let (ada, bob) = (try UserName("ada"), try UserName("bob"))
        let held = Permissions([try Scope(text)])
        let limited = held.forServers(of: ada, othersToo: false)
        #expect(limited.allows(.accessServers, user: ada) == own)
        #expect(limited.allows(.accessServers, user: bob) == others)
        #expect(!limited.holds(.servers))
        let wide = held.forServers(of: ada, othersToo: true)
        #expect(wide.allows(.accessServers, user: bob) == held.allows(.accessServers, user: bob))
    }

    @Test("A scope for a group is one for each member, and is itself kept")
    func group() throws {
        let (ada, bob) = (try UserName("ada"), try UserName("bob"))
        let groups = [
            Group(name: try GroupName("physics"), members: [ada]), Group(name: try GroupName("art"), members: [bob]),
        ]
        let wanted = try Set(["servers!group=physics", "servers!group=none", "tokens"].map { try Scope($0) })
        let expanded = Permissions.expanded(wanted, groups)
        #expect(expanded == wanted.union([Scope(.servers, .user(ada))]))
        #expect(Permissions(expanded).allows(.servers, user: ada))
        #expect(!Permissions(expanded).allows(.servers, user: bob))
        #expect(Permissions([]).limited(to: expanded).scopes.isEmpty)
    }
}
