import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Disabling and removing accounts")
struct AccountKeeperTests {
    private struct Setting {
        let world: World
        let root: Principal
        let ada: Principal
        let key: ServerKey
    }

    private func setting() async throws -> Setting {
        let world = try World()
        let root = try await world.person("root", isAdmin: true)
        let ada = try await world.person("ada")
        return Setting(world: world, root: root, ada: ada, key: ServerKey(owner: ada.user.name))
    }

    private func launch(_ setting: Setting) async throws {
        let launch = setting.world.useCases.launchServer
        _ = try await launch(setting.key, options: LaunchOptions(), by: setting.ada)
        _ = try await setting.world.until(setting.key, by: setting.ada) { $0.phase == .started }
    }

    private func refusal(_ body: () async throws -> Void) async throws -> Refusal {
        try await #require(#expect(throws: Refusal.self) { try await body() })
    }

    @Test("A disabled user's servers stop, no credential counts, and enabling undoes it")
    func disable() async throws {
        let setting = try await setting()
        let world = setting.world
        let useCases = world.useCases
        try await world.running {
            try await launch(setting)
            let (_, secret) = try await useCases.manageTokens.create(
                for: setting.key.owner, note: "", lifetime: nil, scopes: nil, by: setting.ada)
            let link = try await useCases.manageSessions.makeLink(for: setting.key.owner, by: setting.ada)
            try await useCases.changeUser(setting.key.owner, .disable, by: setting.root)
            let stopped = try await world.until(setting.key, by: setting.root) { $0.phase == .finished }
            #expect(stopped.current?.reason == .stoppedByAdmin)
            #expect(world.revoker.revoked == ["user ada"])
            #expect(try await useCases.gatekeeper.principal(token: secret, address: nil) == nil)
            for attempt in 0..<2 {
                let refused = try await refusal {
                    if attempt == 0 {
                        _ = try await useCases.manageSessions.login(link: link, from: LoginClient(address: nil))
                    } else {
                        _ = try await useCases.launchServer(setting.key, options: LaunchOptions(), by: setting.root)
                    }
                }
                #expect(refused.code == "user_disabled")
            }
            try await useCases.changeUser(setting.key.owner, .enable, by: setting.root)
            #expect(try await useCases.gatekeeper.principal(token: secret, address: nil) != nil)
            try await launch(setting)
        }
    }

    @Test(
        "A removed user's server stops first, the workspace is put aside, then the account goes",
        arguments: [false, true])
    func remove(purge: Bool) async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.running {
            try await launch(setting)
            let uid = setting.ada.user.uid
            try await world.useCases.changeUser(setting.key.owner, .remove(purge: purge), by: setting.root)
            #expect(try await world.useCases.changeUser.gone(setting.key.owner, within: .seconds(60)))
            let name = "ada-\(uid)-\(setting.ada.user.createdAt.microseconds)"
            #expect(world.workspaces.retired == (purge ? [] : [name]))
            #expect(world.workspaces.purged == (purge ? [name] : []))
            #expect(try await world.servers.servers(of: setting.key.owner).isEmpty)
            #expect(try await world.runtime.containers().isEmpty)
            let again = try await world.useCases.manageUsers.add(setting.key.owner, isAdmin: false, by: setting.root)
            #expect(again.uid != uid)
        }
    }

    @Test("A removal that was asked for of another process is carried out, and one that fails is tried again")
    func survives() async throws {
        let setting = try await setting()
        let world = setting.world
        _ = try await world.accounts.changeUser(
            setting.key.owner, .remove(purge: false), at: world.time.now(), audit: nil)
        world.workspaces.fail(with: WorkspaceError(path: "/w", problem: "the disk is full", remedy: "free some"))
        try await world.running {
            await world.executor.settled()
            #expect(try await world.accounts.user(setting.key.owner)?.standing == .leaving(purge: false))
            let refused = try await refusal {
                _ = try await world.useCases.manageUsers.add(setting.key.owner, isAdmin: false, by: setting.root)
            }
            #expect(refused.code == "user_leaving")
            world.workspaces.fail(with: nil)
            world.time.advance(by: .seconds(30))
            #expect(try await world.useCases.changeUser.gone(setting.key.owner, within: .seconds(3600)))
        }
    }

    static let refusals: [(UserChange, String, String)] = [
        (.disable, "root", "yourself"), (.remove(purge: false), "root", "yourself"),
        (.makeOrdinary, "root", "yourself"),
        (.disable, "eve", "not_found"), (.makeAdmin, "eve", "not_found"),
    ]

    @Test("One does nothing to oneself by mistake, nor to nobody", arguments: refusals)
    func refused(_ change: UserChange, _ name: String, _ code: String) async throws {
        let setting = try await setting()
        let refused = try await refusal {
            try await setting.world.useCases.changeUser(UserName(name), change, by: setting.root)
        }
        #expect(refused.code == code)
    }

    @Test("The last admin stays, even when they say so; with another one they may go")
    func lastAdmin() async throws {
        let setting = try await setting()
        let (changeUser, root) = (setting.world.useCases.changeUser, setting.root)
        let refused = try await refusal {
            try await changeUser(root.user.name, .makeOrdinary, evenMyself: true, by: root)
        }
        #expect(refused.code == "last_admin")
        try await changeUser(setting.key.owner, .makeAdmin, by: root)
        try await changeUser(root.user.name, .makeOrdinary, evenMyself: true, by: root)
        #expect(try await setting.world.accounts.user(root.user.name)?.isAdmin == false)
        #expect(setting.world.revoker.revoked == ["user root"])
    }

    @Test("Nobody without all that an admin may makes, unmakes or removes one; users change nobody")
    func escalation() async throws {
        let setting = try await setting()
        let changeUser = setting.world.useCases.changeUser
        let other = try await setting.world.person("other", isAdmin: true)
        let less = Principal(
            user: setting.root.user, credential: .token(TokenID("a1")),
            permissions: Permissions([Scope(.adminUsers), Scope(.readUsers)]), address: nil)
        for change in [UserChange.disable, .makeOrdinary, .remove(purge: true)] {
            #expect(try await refusal { try await changeUser(other.user.name, change, by: less) }.kind == .forbidden)
            let asUser = try await refusal { try await changeUser(other.user.name, change, by: setting.ada) }
            #expect(asUser.kind == .forbidden)
        }
        #expect(
            try await refusal { try await changeUser(setting.key.owner, .makeAdmin, by: less) }.kind == .forbidden)
    }
}
