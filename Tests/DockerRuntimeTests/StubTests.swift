import DockerEngine
import Servers
import Support
import Synchronization
import Testing

@testable import DockerRuntime

@Suite("The runtime on a stub engine", .timeLimit(.minutes(1)))
struct StubTests {
    @Test("One container that cannot be inspected fails the whole list; one that vanished is left out")
    func lists() async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("GET", "/containers/json") { _ in
                .json(#"[{"Id":"a","State":"running"},{"Id":"b","State":"running"}]"#)
            }
            engine.on("GET", "/containers/{id}/json") { request in
                request.parameters["id"] == "a" ? .json(inspection("a")) : .message("No such container: b", status: 404)
            }
            let listed = try await runtime.containers()
            #expect(listed.map(\.id.value) == ["a"])
            #expect(listed.first?.endpoint == Endpoint(host: "172.28.0.7", port: 8888))
            #expect(listed.first?.startedAt?.description == "2026-01-02T03:04:05.678901Z")
            let query = engine.calls.first?.query
            #expect(query?["all"] == "1" && query?["filters"] == #"{"label":["berth.instance=testtest"]}"#)

            engine.on("GET", "/containers/{id}/json") { request in
                request.parameters["id"] == "a" ? .json(inspection("a")) : .message("broken", status: 500)
            }
            let error = await failure { () throws(RuntimeError) in _ = try await runtime.containers() }
            guard case .failed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("An image tells its kernels by a label, cut to what can be shown; one without it tells nothing of them")
    func kernels() async throws {
        try await withStubRuntime { runtime, engine in
            let label = "Python 3, R ,, \(String(repeating: "x", count: 50))"
            engine.on("GET", "/images/{name}/json") { request in
                let labels = request.parameters["name"] == "told" ? #"{"berth.kernels":"\#(label)"}"# : "null"
                return .json(#"{"Id":"sha256:1","Size":5,"Config":{"Labels":\#(labels)}}"#)
            }
            let (told, other) = (try await runtime.image("told"), try await runtime.image("other"))
            #expect(told?.kernels == ["Python 3", "R", String(repeating: "x", count: 40)])
            #expect(other != nil && other?.kernels == nil)
        }
    }

    @Test("A list of hundreds is whole, with at most 16 inspections at once")
    func manyContainers() async throws {
        try await withStubRuntime { runtime, engine in
            let ids = (0..<300).map { "c\($0)" }
            let summaries = ids.map { #"{"Id":"\#($0)","State":"running"}"# }.joined(separator: ",")
            engine.on("GET", "/containers/json") { _ in .json("[\(summaries)]") }
            let load = Load()
            engine.on("GET", "/containers/{id}/json") { request in
                await load.carry(20)
                return .json(inspection(request.parameters["id"] ?? ""))
            }
            let listed = try await runtime.containers()
            #expect(Set(listed.map(\.id.value)) == Set(ids) && listed.count == 300)
            #expect(load.most <= 16 && load.most > 1)
        }
    }

    @Test(
        "States are the engine's, and words we don't know are kept",
        arguments: [
            (#""Status":"created""#, ObservedContainer.State.created),
            (#""Status":"exited","ExitCode":137,"OOMKilled":true"#, .exited(code: 137, oomKilled: true)),
            (#""Status":"paused","Running":true"#, .paused), (#""Status":"removing""#, .removing),
            (#""Status":"dead","Dead":true"#, .dead), (#""Status":"dreaming""#, .unknown("dreaming")),
        ])
    func states(_ state: String, _ expected: ObservedContainer.State) async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("GET", "/containers/json") { _ in .json(#"[{"Id":"a","State":"x"}]"#) }
            engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a", state: state)) }
            let listed = try await runtime.containers()
            #expect(listed.first?.state == expected)
        }
    }

    @Test("A container with a published port is reached there")
    func publishedEndpoint() async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("GET", "/containers/json") { _ in .json(#"[{"Id":"a","State":"running"}]"#) }
            engine.on("GET", "/containers/{id}/json") { _ in
                .json(
                    inspection(
                        "a", host: #"{"PortBindings":{"8888/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}}"#,
                        network:
                            #"{"Networks":{"n":{"IPAddress":"172.28.0.7"}},"Ports":{"8888/tcp":[{"HostIp":"127.0.0.1","HostPort":"49153"}]}}"#
                    ))
            }
            let listed = try await runtime.containers()
            #expect(listed.first?.endpoint == Endpoint(host: "127.0.0.1", port: 49153))
        }
    }

    @Test(
        "A taken name is ours when instance, server and generation are, else it is someone else's",
        arguments: [("testtest", "1", true), ("testtest", "2", false), ("otherone", "1", false)])
    func takenName(_ instance: String, _ generation: String, _ isOurs: Bool) async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("POST", "/containers/create") { _ in
                .message(
                    #"Conflict. The container name "/x" is already in use by container "abc". Rename."#, status: 409)
            }
            engine.on("GET", "/containers/{id}/json") { _ in
                .json(inspection("abc", instance: instance, generation: generation))
            }
            let plan = try ContainerPlan.sample(image: testImage)
            if isOurs {
                #expect(try await runtime.create(plan) == ContainerID("abc"))
            } else {
                let error = await failure { () throws(RuntimeError) in _ = try await runtime.create(plan) }
                #expect("\(String(describing: error))".contains("nameTaken"))
            }
        }
    }

    @Test("What is not ours is neither started, stopped, killed nor removed")
    func foreign() async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a", instance: "otherone")) }
            let id = ContainerID("a")
            let errors = [
                await failure { () throws(RuntimeError) in try await runtime.start(id) },
                await failure { () throws(RuntimeError) in try await runtime.stop(id, grace: .seconds(1)) },
                await failure { () throws(RuntimeError) in try await runtime.kill(id) },
                await failure { () throws(RuntimeError) in try await runtime.remove(id, force: true) },
                await failure { () throws(RuntimeError) in _ = try await runtime.log(of: id, limit: Bytes(1)) },
            ]
            #expect(errors.allSatisfy { $0?.message.contains("left alone") == true })
            #expect(engine.calls.allSatisfy { $0.method == "GET" })
        }
    }

    @Test(
        "Usage looks at the label once for a full id, each time for a name, and again when it is gone; never at others'"
    )
    func usage() async throws {
        try await withStubRuntime { runtime, engine in
            let id = ContainerID(String(repeating: "a", count: 64))
            engine.on("GET", "/containers/{id}/json") { .json(inspection($0.parameters["id"] ?? "")) }
            engine.on("GET", "/containers/{id}/stats") { _ in .json(sampleStats) }
            for _ in 0..<3 {
                let usage = try await runtime.usage(of: id)
                #expect(usage.cpu == .seconds(3) && usage.disk == Bytes(30) && usage.network == Bytes(7))
            }
            #expect(engine.calls.count { $0.path.hasSuffix("/json") } == 1)
            for _ in 0..<2 { _ = try await runtime.usage(of: ContainerID("ada")) }
            #expect(engine.calls.count { $0.path.hasSuffix("/json") } == 3)

            engine.on("GET", "/containers/{id}/stats") { _ in .message("No such container", status: 404) }
            for _ in 0..<2 { _ = await failure { () throws(RuntimeError) in _ = try await runtime.usage(of: id) } }
            #expect(engine.calls.count { $0.path.hasSuffix("/json") } == 4)

            engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a", instance: "otherone")) }
            let stats = engine.calls.count { $0.path.hasSuffix("/stats") }
            let error = await failure { () throws(RuntimeError) in _ = try await runtime.usage(of: id) }
            #expect(error?.message.contains("left alone") == true)
            #expect(engine.calls.count { $0.path.hasSuffix("/stats") } == stats)
        }
    }

    @Test("A mount's path that the engine does not find is the profile's to mend; another refusal is not")
    func missingPath() async throws {
        try await withStubRuntime { runtime, engine in
            var plan = try ContainerPlan.sample(image: testImage)
            plan.mounts = [SharedMount(source: .path("/srv/data"), target: "/data")]
            for (path, isLacking) in [("/srv/data", true), ("/srv/ada", false)] {
                engine.on("POST", "/containers/create") { _ in
                    .message(
                        #"invalid mount config for type "bind": bind source path does not exist: \#(path)"#, status: 400
                    )
                }
                let planned = plan
                let error = await failure { () throws(RuntimeError) in _ = try await runtime.create(planned) }
                #expect(
                    (error == .lacking("there is no /srv/data on the host; make it, or change the profile's mounts"))
                        == isLacking)
            }
        }
    }

    @Test("A pull tells bytes of all layers and ends with the digest")
    func pull() async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("POST", "/images/create") { _ in
                .stream { writer in
                    for line in [
                        #"{"id":"a","status":"Downloading","progressDetail":{"current":10,"total":100}}"#,
                        #"{"id":"b","status":"Downloading","progressDetail":{"current":5,"total":50}}"#,
                    ] { try await writer.write(Array((line + "\n").utf8)) }
                }
            }
            engine.on("GET", "/images/{name...}") { _ in .json(#"{"Id":"\#(testImage)"}"#) }
            let told = Mutex<[[Int64?]]>([])
            let digest = try await runtime.pull("a/b:c") { done, total in
                told.withLock { $0.append([done.count, total?.count]) }
            }
            #expect(digest == testImage)
            #expect(told.withLock { $0.last } == [15, 150])
        }
    }

    @Test("An engine that is away is unreachable, and its hints end with that")
    func away() async throws {
        try await withStubRuntime { runtime, engine in
            await engine.stop()
            let error = await failure { () throws(RuntimeError) in _ = try await runtime.containers() }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            await #expect(throws: RuntimeError.self) { for try await _ in runtime.hints() {} }
        }
    }

    @Test("An engine that shuts down answers on old connections only: what ended under it is not believed")
    func shuttingDown() async throws {
        // The same engine, but no one at the path where a fresh connection is tried.
        try await withStubRuntime(socketPath: "/tmp/nobody-listens-here.sock") { runtime, engine in
            engine.on("GET", "/containers/json") { _ in .json(#"[{"Id":"a","State":"x"}]"#) }
            engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a")) }
            let running = try await runtime.containers()
            #expect(running.count == 1)
            engine.on("GET", "/containers/{id}/json") { _ in
                .json(inspection("a", state: #""Status":"exited","ExitCode":143"#))
            }
            let error = await failure { () throws(RuntimeError) in _ = try await runtime.containers() }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}

private let sampleStats = """
    {"read":"2026-01-02T03:04:05.6Z","cpu_stats":{"cpu_usage":{"total_usage":3000000000}},
     "precpu_stats":{"cpu_usage":{}},"memory_stats":{"usage":5,"limit":9},"pids_stats":{"current":4},
     "networks":{"eth0":{"rx_bytes":3,"tx_bytes":4}},
     "blkio_stats":{"io_service_bytes_recursive":[{"major":8,"op":"Read","value":10},{"op":"Write","value":20},
      {"op":"Sync","value":30},{"op":"Total","value":30}]}}
    """
