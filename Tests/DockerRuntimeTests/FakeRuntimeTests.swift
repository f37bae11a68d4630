import Servers
import Support
import Testing

@Suite("The fake runtime", .timeLimit(.minutes(1)))
struct FakeRuntimeTests {
    private let server = ServerID("aaaaaaaaaaaa")

    @Test("It keeps the contract of the port")
    func conformance() async throws {
        let fake = FakeRuntime(images: ["here:1": testImage])
        try await checkContainerRuntime(fake, image: "here:1") { server, generation, image in
            try ContainerPlan.sample(server: server, generation: generation, image: image)
        }
        #expect(fake.plans.isEmpty)
    }

    @Test("A restart of the engine is a new epoch, ends what ran, and ends hints")
    func restart() async throws {
        let (fake, _) = try await started()
        let hints = fake.hints()
        let before = fake.epoch
        fake.restartEngine()
        #expect(try await fake.host().epoch != before)
        #expect(fake.shown.first?.state == .exited(code: 137, oomKilled: false))
        await #expect(throws: RuntimeError.self) { for try await _ in hints {} }
    }

    @Test("A call that fails afterwards has happened")
    func lostAnswer() async throws {
        let fake = FakeRuntime(images: ["here:1": testImage])
        fake.failNext(.create, .timedOut("lost"), afterwards: true)
        let plan = try ContainerPlan.sample(server: server, image: testImage)
        let error = await failure { () throws(RuntimeError) in _ = try await fake.create(plan) }
        #expect(error == .timedOut("lost") && fake.plans == [plan])
        _ = try await fake.create(plan)
        #expect(fake.plans.count == 1)
    }

    @Test("A call that hangs goes on when released, and gives up when cancelled")
    func hanging() async throws {
        let (fake, id) = try await started()
        fake.hang(.stop)
        async let stopping: Void = fake.stop(id, grace: .seconds(1))
        await fake.waitForCalls(.stop)
        #expect(fake.shown.first?.state == .running)
        fake.release()
        try await stopping
        #expect(fake.shown.first?.state == .exited(code: 0, oomKilled: false))

        fake.hang(.containers)
        let error = await withTaskGroup(of: RuntimeError?.self) { group in
            group.addTask { await failure { () throws(RuntimeError) in _ = try await fake.containers() } }
            await fake.waitForCalls(.containers)
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error == .timedOut("the call was cancelled"))
    }

    @Test("Away it answers nothing; back again it has kept its containers")
    func away() async throws {
        let (fake, _) = try await started()
        fake.setReachable(false)
        let error = await failure { () throws(RuntimeError) in _ = try await fake.containers() }
        #expect(error == .unreachable("the fake engine is away"))
        fake.setReachable(true)
        #expect(try await fake.containers().first?.state == .running)
    }

    @Test("What ends by itself is hinted at, and its log can be followed to the end")
    func exits() async throws {
        let (fake, id) = try await started()
        var hints = fake.hints().makeAsyncIterator()
        let log = fake.followLog(of: id, tail: 10)
        fake.write("a\nb\n", by: server)
        fake.exit(server, code: 1, oomKilled: true)
        #expect(try await hints.next() == RuntimeHint(server))
        var text: [UInt8] = []
        for try await bytes in log { text += bytes }
        #expect(String(decoding: text, as: UTF8.self) == "a\nb\n")
        #expect(fake.shown.first?.state == .exited(code: 1, oomKilled: true))
    }

    private func started() async throws -> (FakeRuntime, ContainerID) {
        let fake = FakeRuntime(images: ["here:1": testImage])
        let id = try await fake.create(ContainerPlan.sample(server: server, image: testImage))
        try await fake.start(id)
        return (fake, id)
    }
}
