import Accounts
import Servers
import Support
import Testing

@testable import Control

@Suite("Asking above the ceiling", .timeLimit(.minutes(1)))
struct RequestTests {
    private struct Setting {
        let world: World
        let ada: Principal
        let root: Principal
        let key: ServerKey
    }

    private func setting(quota: Quota = Quota()) async throws -> Setting {
        let world = try World(quota: quota)
        let ada = try await world.person("ada")
        return Setting(
            world: world, ada: ada, root: try await world.person("root", isAdmin: true),
            key: ServerKey(owner: ada.user.name))
    }

    private func refusal(_ body: () async throws -> Void) async -> Refusal? {
        await #expect(throws: Refusal.self) { try await body() }
    }

    private func launched(_ setting: Setting) async throws {
        _ = try await setting.world.useCases.launchServer(setting.key, options: LaunchOptions(), by: setting.ada)
        _ = try await setting.world.until(setting.key, by: setting.ada) { $0.phase == .started }
    }

    private static func isOver(_ state: RequestState) -> Bool {
        if case .ended(_, _, .over) = state { true } else { false }
    }

    @Test("What an admin approves, with other figures, is the running server's at once, and goes when its time is over")
    func live() async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.keeping {
            try await launched(setting)
            let asked = try await world.ask(setting.key, memory: 8, by: setting.ada)
            #expect(asked.state == .pending)
            let terms = DecideRequest.Terms(
                note: RequestText(own: "be quick"), size: GrantSize(memory: .gibibytes(6)), duration: .seconds(60))
            let approved = try await world.useCases.decideRequest.approve(asked.id, terms, by: setting.root)
            #expect(approved.grant(at: world.time.now())?.outcome == .given)
            let grown = try await world.until(setting.key, by: setting.ada) {
                $0.server.spec?.resources.memory == .gibibytes(6)
            }
            #expect(grown.server.generation == 1 && grown.server.options.memory == .gibibytes(6))
            #expect(world.runtime.shown.first?.limits?.memory == .gibibytes(6))
            #expect(try await world.useCases.manageRequests.grants()[setting.key]?.id == asked.id)
            _ = try await world.untilInTime(asked.id, Self.isOver)
            let back = try await world.useCases.watchServer(setting.key, by: setting.ada)
            #expect(back.server.spec?.resources.memory == .gibibytes(1) && back.server.options == LaunchOptions())
            #expect(world.runtime.shown.first?.limits?.memory == .gibibytes(1))
            #expect(back.server.generation == 1 && back.phase == .started)
        }
        let kinds = world.servers.history.map(\.kind)
        #expect(kinds.contains(.requestMade) && kinds.contains(.requestApproved) && kinds.contains(.grantEnded))
        #expect(world.requests.audit.map(\.action) == ["request.create", "request.approve", "request.expire"])
        #expect(world.requests.audit.map(\.principal) == ["ada", "root", "system"])
    }

    @Test("While more is in use than the ceiling leaves nothing is taken; it is once it is free")
    func inUse() async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.keeping {
            try await launched(setting)
            let asked = try await world.ask(setting.key, memory: 8, for: .seconds(300), by: setting.ada)
            _ = try await world.useCases.decideRequest.approve(asked.id, .init(), by: setting.root)
            let grown = try await world.until(setting.key, by: setting.ada) {
                $0.server.spec?.resources.memory == .gibibytes(8)
            }
            world.runtime.use(.gibibytes(7), by: grown.server.id)
            let held = try await world.untilInTime(asked.id) { $0.word == .ended }
            guard case .ended(_, _, .inUse(.gibibytes(7))) = held.state else {
                return #expect(Bool(false), "\(held.state)")
            }
            let still = try await world.useCases.watchServer(setting.key, by: setting.ada)
            #expect(still.server.spec?.resources.memory == .gibibytes(8) && still.phase == .started)
            #expect(still.server.options == LaunchOptions(), "the next start is within the ceiling")
            #expect(try await world.useCases.manageRequests.grants()[setting.key]?.id == asked.id)
            world.runtime.use(.mebibytes(100), by: grown.server.id)
            _ = try await world.untilInTime(asked.id, Self.isOver)
            #expect(world.runtime.shown.first?.limits?.memory == .gibibytes(1))
        }
        #expect(world.servers.history.filter { $0.kind == .grantEnded }.count == 2)
        #expect(world.servers.history.contains { $0.message.contains("still in use: 7 GiB") })
        #expect(!world.servers.history.contains { $0.kind == .finished })
    }

    @Test(
        "A server that does not run gets it with its next plain launch, and a restart after the end is within the ceiling"
    )
    func stopped() async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.keeping {
            let asked = try await world.ask(setting.key, cpu: 4, memory: 8, by: setting.ada)
            _ = try await world.useCases.decideRequest.approve(
                asked.id, .init(duration: .seconds(30)), by: setting.root)
            try await launched(setting)
            let server = try await world.useCases.watchServer(setting.key, by: setting.ada).server
            let spec = server.spec
            #expect(spec?.resources.memory == .gibibytes(8) && spec?.resources.cpu.burst == Cores(thousandths: 4000))
            world.runtime.use(.gibibytes(5), by: server.id)
            _ = try await world.untilInTime(asked.id) { $0.word == .ended }
            _ = try await world.useCases.restartServer(setting.key, options: LaunchOptions(), by: setting.ada)
            _ = try await world.untilInTime(asked.id, Self.isOver)
            let after = try await world.useCases.watchServer(setting.key, by: setting.ada).server.spec
            #expect(after?.resources.memory == .gibibytes(1))
        }
    }

    @Test("A group's policy approves at once up to its own ceiling, and says so")
    func auto() async throws {
        let setting = try await setting()
        let world = setting.world
        let physics = try GroupName("physics")
        try await world.accounts.addGroup(physics, audit: nil)
        let policy = GroupPolicy(autoApprove: GrantSize(memory: .gibibytes(8)))
        for change in [GroupChange.policy(policy), .join([setting.key.owner])] {
            _ = try await world.accounts.changeGroup(physics, change, at: world.time.now(), audit: nil)
        }
        try await world.keeping {
            try await launched(setting)
            let more = try await world.ask(setting.key, memory: 9, by: setting.ada)
            #expect(more.state == .pending)
            let given = try await world.ask(setting.key, memory: 8, by: setting.ada)
            #expect(given.grant(at: world.time.now())?.by == "policy of group physics")
            _ = try await world.until(setting.key, by: setting.ada) {
                $0.server.spec?.resources.memory == .gibibytes(8)
            }
        }
        #expect(world.requests.audit.last?.result == "8 GiB for 1 h, by policy of group physics")
    }

    @Test("Where a quota is in the way the approval stands, the server stays, and who asked is told why")
    func noRoom() async throws {
        let setting = try await setting(quota: Quota(memory: .gibibytes(4)))
        let world = setting.world
        try await world.keeping {
            try await launched(setting)
            let asked = try await world.ask(setting.key, memory: 8, by: setting.ada)
            let approved = try await world.useCases.decideRequest.approve(asked.id, .init(), by: setting.root)
            guard case .refused(let why)? = approved.grant(at: world.time.now())?.outcome else {
                return #expect(Bool(false), "\(approved.state)")
            }
            #expect(why.contains("may hold 4 GiB"))
            let tracked = try await world.useCases.watchServer(setting.key, by: setting.ada)
            #expect(tracked.server.spec?.resources.memory == .gibibytes(1) && tracked.server.options == LaunchOptions())
        }
        #expect(world.servers.history.contains { $0.message.contains("could not be given now") })
    }

    @Test("What is granted can be asked for again before it ends, and then it does not end in between")
    func prolonged() async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.keeping {
            try await launched(setting)
            let first = try await world.ask(setting.key, memory: 8, by: setting.ada)
            _ = try await world.useCases.decideRequest.approve(
                first.id, .init(duration: .seconds(30)), by: setting.root)
            let second = try await world.ask(setting.key, memory: 8, by: setting.ada)
            _ = try await world.useCases.decideRequest.approve(
                second.id, .init(duration: .seconds(90)), by: setting.root)
            _ = try await world.untilInTime(first.id, Self.isOver)
            let between = try await world.useCases.watchServer(setting.key, by: setting.ada)
            #expect(between.server.spec?.resources.memory == .gibibytes(8))
            _ = try await world.untilInTime(second.id, Self.isOver)
            let after = try await world.useCases.watchServer(setting.key, by: setting.ada)
            #expect(after.server.spec?.resources.memory == .gibibytes(1) && after.server.options == LaunchOptions())
        }
    }

    @Test("An approval that was broken off before the server was changed is carried out by the next process")
    func broken() async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.keeping {
            try await launched(setting)
            let asked = try await world.ask(setting.key, memory: 8, by: setting.ada)
            let now = world.time.now()
            _ = try await world.requests.changeRequest(asked.id) { request in
                RequestChange(
                    try request.approved(
                        Grant(
                            by: "root", note: .none, size: request.size, at: now, until: now + .seconds(600),
                            before: LaunchOptions())))
            }
            _ = try await world.untilInTime(asked.id) { state in
                if case .approved(let grant) = state { grant.outcome == .given } else { false }
            }
            _ = try await world.until(setting.key, by: setting.ada) {
                $0.server.spec?.resources.memory == .gibibytes(8)
            }
            try await world.useCases.manageRequests.withdraw(asked.id, by: setting.ada)
            _ = try await world.untilInTime(asked.id, Self.isOver)
            #expect(world.runtime.shown.first?.limits?.memory == .gibibytes(1))
        }
    }

    @Test("Who may not decide does not, nobody decides their own, and nothing is decided twice")
    func authorisation() async throws {
        let setting = try await setting()
        let (world, root) = (setting.world, setting.root)
        let other = try await world.person("other")
        world.control.engine.answered(try await world.runtime.host())
        let asked = try await world.ask(setting.key, memory: 8, by: setting.ada)
        let decide = world.useCases.decideRequest
        #expect(await refusal { _ = try await decide.approve(asked.id, .init(), by: setting.ada) }?.kind == .forbidden)
        #expect(await refusal { _ = try await decide.deny(asked.id, note: .none, by: other) }?.kind == .forbidden)
        #expect(
            await refusal { _ = try await world.useCases.manageRequests.one(asked.id, by: other) }?.kind == .notFound)
        #expect(try await world.useCases.manageRequests.all(by: other).isEmpty)
        #expect(try await world.useCases.manageRequests.all(in: [.pending], by: root).map(\.id) == [asked.id])
        #expect(try await world.useCases.manageRequests.all(in: [.denied], by: root).isEmpty)
        #expect(await refusal { _ = try await world.ask(setting.key, memory: 8, by: other) }?.kind == .notFound)
        let own = try await world.ask(ServerKey(owner: root.user.name), memory: 8, by: root)
        let less = Principal(
            user: root.user, credential: .token(TokenID("a1")),
            permissions: Permissions([Scope(.adminServers), Scope(.servers)]), address: nil)
        #expect(await refusal { _ = try await decide.approve(own.id, .init(), by: less) }?.code == "own_request")
        #expect(try await decide.deny(own.id, note: .none, by: root).state.word == .denied)
        _ = try await decide.deny(asked.id, note: RequestText(own: "no"), by: less)
        #expect(await refusal { _ = try await decide.approve(asked.id, .init(), by: root) }?.code == "already_decided")
        let twice = await refusal { try await world.useCases.manageRequests.withdraw(asked.id, by: setting.ada) }
        #expect(twice?.kind == .conflict)
    }

    @Test("What needs no request, never fits, or is too many is refused with what would be right")
    func refused() async throws {
        let setting = try await setting()
        let (world, ada, key) = (setting.world, setting.ada, setting.key)
        world.control.engine.answered(try await world.runtime.host())
        #expect(await refusal { _ = try await world.ask(key, memory: 4, by: ada) }?.code == "within_ceiling")
        #expect(await refusal { _ = try await world.ask(key, by: ada) }?.code == "nothing_asked")
        #expect(await refusal { _ = try await world.ask(key, memory: 8000, by: ada) }?.code == "never_fits")
        #expect(
            await refusal { _ = try await world.ask(key, memory: 8, for: .seconds(299), by: ada) }?.code == "bad_value")
        let profile = await refusal { _ = try await world.ask(key, memory: 8, profile: "none", by: ada) }
        #expect(profile?.code == "unknown_profile")
        let named = ServerKey(owner: key.owner, name: try ServerName("gpu"))
        #expect(await refusal { _ = try await world.ask(named, memory: 8, by: ada) }?.kind == .notFound)
        for _ in 0..<ResourceRequest.mostPending { _ = try await world.ask(key, memory: 8, by: ada) }
        #expect(await refusal { _ = try await world.ask(key, memory: 8, by: ada) }?.code == "too_many_requests")
        #expect(try await world.requests.requests(of: nil).count == ResourceRequest.mostPending)
    }

    @Test("With a named server goes what was asked for it")
    func removed() async throws {
        let setting = try await setting()
        let world = setting.world
        let named = ServerKey(owner: setting.key.owner, name: try ServerName("gpu"))
        try await world.keeping {
            _ = try await world.useCases.addServer(named, options: LaunchOptions(), displayName: nil, by: setting.ada)
            let asked = try await world.ask(named, memory: 8, by: setting.ada)
            let given = try await world.ask(named, memory: 8, by: setting.ada)
            _ = try await world.useCases.decideRequest.approve(given.id, .init(), by: setting.root)
            _ = try await world.useCases.removeServer(named, by: setting.ada)
            _ = try await world.untilInTime(asked.id) { $0.word == .withdrawn }
            _ = try await world.untilInTime(given.id, Self.isOver)
        }
    }
}
