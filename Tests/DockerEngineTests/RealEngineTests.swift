import DockerEngine
import Support
import Testing

@Suite("The real engine", .serialized, .timeLimit(.minutes(2)))
struct RealEngineTests {
    @Test("It tells who it is, and agrees on a version both speak")
    func system() async throws {
        try await withClient(socketPath: RealEngine.socketPath) { client in
            let ping = try await client.ping()
            let version = try await client.version()
            let info = try await client.info()
            #expect(ping.engineVersion == version.apiVersion)
            #expect(info.serverVersion == version.version && info.cpus > 0 && info.memory > 0)
            #expect(["1", "2"].contains(info.cgroupVersion))
        }
    }

    @Test("A container's life: created, started, inspected, renamed, stopped, removed, and told of in events")
    func life() async throws {
        try await RealEngine.with { engine in
            let client = engine.client
            let events = try await client.events(filters: engine.filters.with("type", "container"))
            let id = try await engine.run("trap 'exit 7' TERM; while true; do sleep 0.1; done")
            let startedAgain = try await client.startContainer(id)
            #expect(!startedAgain)
            let running = try await client.inspectContainer(id)
            #expect(running.state.status == .running && running.state.pid > 0 && running.imageID.hasPrefix("sha256:"))
            #expect(running.labels == engine.labels && running.host.memory == 64 << 20)
            #expect(running.state.startedAt?.date != nil && running.state.finishedAt?.date == nil)

            try await client.renameContainer(id, to: engine.prefix + "-d")
            let listed = try await client.listContainers(filters: engine.filters)
            #expect(listed.map(\.name) == [engine.prefix + "-d"] && listed.first?.state == .running)

            async let waiting = client.waitForContainer(id, until: .notRunning)
            let stopped = try await client.stopContainer(id, grace: 10)
            let exit = try await waiting
            let stoppedAgain = try await client.stopContainer(id, grace: 10)
            #expect(stopped && !stoppedAgain && exit.statusCode == 7)
            #expect(try await client.inspectContainer(id).state.exitCode == 7)
            try await client.removeContainer(id)
            let error = await failure { _ = try await client.inspectContainer(id) }
            #expect((error as? EngineError)?.label == "not_found")

            var seen: [EngineEvent.Action] = []
            for try await event in events where event.actor.id == id {
                seen.append(event.action)
                if event.action == .destroy { break }
            }
            #expect(seen == [.create, .start, .rename, .kill, .die, .stop, .destroy])
        }
    }

    @Test("A name that is taken names its holder, so that create can be repeated")
    func duplicateName() async throws {
        try await RealEngine.with { engine in
            let name = engine.prefix + "-c"
            let made = try await engine.client.createContainer(engine.container("true"), name: name)
            let error = await failure {
                _ = try await engine.client.createContainer(engine.container("true"), name: name)
            }
            guard case EngineError.conflict(_, holder: let holder) = try #require(error) else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(holder == made.id)
        }
    }

    @Test("Logs come with their streams apart, or as one from a terminal; followed ones end with the container")
    func logs() async throws {
        try await RealEngine.with { engine in
            let id = try await engine.run("echo out; echo err >&2; sleep 0.3; echo late")
            var options = LogOptions()
            options.follow = true
            var chunks: [OutputChunk] = []
            for try await chunk in try await engine.client.containerLogs(id, options) { chunks.append(chunk) }
            #expect(chunks.filter { $0.source == .stdout }.map(\.text).joined() == "out\nlate\n")
            #expect(chunks.filter { $0.source == .stderr }.map(\.text).joined() == "err\n")

            var terminal = engine.container("echo hello; echo there")
            terminal.config.tty = true
            let made = try await engine.client.createContainer(terminal, name: engine.prefix + "-tty")
            try await engine.client.startContainer(made.id)
            _ = try await engine.client.waitForContainer(made.id, until: .notRunning)
            var last = LogOptions()
            last.tail = 1
            var text = ""
            for try await chunk in try await engine.client.containerLogs(made.id, last) {
                #expect(chunk.source == .terminal)
                text += chunk.text
            }
            #expect(text == "there\r\n")
        }
    }

    @Test("A command in a container gives its output and exit code")
    func exec() async throws {
        try await RealEngine.with { engine in
            let id = try await engine.run("sleep 60")
            var exec = CreateExec(["/bin/sh", "-c", "echo $FROM $X $(id -u); echo err >&2; exit 3"])
            exec.env = ["X=exec"]
            exec.user = "1234:1234"
            let result = try await engine.client.run(exec, in: id)
            #expect(result.text(.stdout) == "image exec 1234\n" && result.text(.stderr) == "err\n")
            #expect(result.exitCode == 3 && !result.truncated)
            let missing = try await engine.client.run(CreateExec(["/no/such"]), in: id)
            #expect([126, 127].contains(missing.exitCode))
        }
    }

    @Test("Output that nobody reads holds the container back, and loses nothing")
    func backPressure() async throws {
        try await RealEngine.with { engine in
            let id = try await engine.run("sleep 60")
            let size = 24 << 20
            let script = "dd if=/dev/zero bs=1048576 count=24 2>/dev/null; touch /tmp/written"
            let exec = try await engine.client.createExec(in: id, CreateExec(["/bin/sh", "-c", script]))
            var read = 0
            for try await chunk in try await engine.client.startExec(exec) {
                if read == 0 {
                    let look = try await engine.client.run(CreateExec(["/bin/stat", "/tmp/written"]), in: id)
                    #expect(look.exitCode == 1)
                }
                read += chunk.bytes.count
            }
            #expect(read == size)
            let look = try await engine.client.run(CreateExec(["/bin/stat", "/tmp/written"]), in: id)
            #expect(look.exitCode == 0)
        }
    }

    @Test("Statistics come once, or each second")
    func stats() async throws {
        try await RealEngine.with { engine in
            let id = try await engine.run("while true; do true; done")
            let once = try await engine.client.containerStats(id)
            #expect(once.memory.usage > 0 && once.memory.limit == 64 << 20 && once.cores == nil)
            var cores: [Double] = []
            for try await sample in try await engine.client.watchStats(id) {
                if let used = sample.cores { cores.append(used) }
                if cores.count == 2 { break }
            }
            #expect(cores.count == 2 && cores.allSatisfy { $0 > 0.05 && $0 < 2.5 })
        }
    }

    @Test("Limits change while it runs, and a refusal says why and changes nothing")
    func update() async throws {
        try await RealEngine.with { engine in
            let id = try await engine.run("sleep 60")
            var more = ResourceUpdate()
            more.memory = 128 << 20
            let refusal = await failure { try await engine.client.updateContainer(id, more) }
            #expect((refusal as? EngineError)?.description.contains("memoryswap") == true)
            more.memorySwap = 128 << 20
            more.nanoCpus = 500_000_000
            more.pidsLimit = 50
            try await engine.client.updateContainer(id, more)
            let host = try await engine.client.inspectContainer(id).host
            #expect(host.memory == 128 << 20 && host.nanoCpus == 500_000_000 && host.pidsLimit == 50)
        }
    }

    @Test("A network without talk between containers is made, joined, listed and removed")
    func networks() async throws {
        try await RealEngine.with { engine in
            var network = CreateNetwork(name: engine.prefix + "-net")
            network.options = ["com.docker.network.bridge.enable_icc": "false"]
            network.labels = engine.labels
            let id = try await engine.client.createNetwork(network)
            let twice = await failure { _ = try await engine.client.createNetwork(network) }
            #expect((twice as? EngineError)?.label == "conflict")
            var container = engine.container("sleep 60")
            container.host.networkMode = network.name
            let made = try await engine.client.createContainer(container, name: engine.prefix + "-c")
            try await engine.client.startContainer(made.id)
            let seen = try await engine.client.inspectNetwork(id)
            #expect(seen.options == network.options && seen.containers[made.id] != nil)
            let settings = try await engine.client.inspectContainer(made.id).network
            let endpoint = try #require(settings?.networks[network.name])
            #expect(endpoint.networkID == id)
            #expect(seen.containers[made.id]?.address.hasPrefix(endpoint.address + "/") == true)
            let inUse = await failure { try await engine.client.removeNetwork(id) }
            #expect(inUse is EngineError)
        }
    }

    @Test("A container takes every confinement that is asked for, and runs within it")
    func confinement() async throws {
        try await RealEngine.with { engine in
            let volume = try await engine.client.createVolume(
                CreateVolume(name: engine.prefix + "-v", labels: engine.labels))
            var container = engine.container("id -u; touch /x 2>&1; touch /home/y && echo wrote; nc -h 2>/dev/null")
            container.config.user = "1000:1000"
            container.config.healthcheck = Healthcheck.none
            container.config.exposedPorts = ["8888/tcp": EmptyObject()]
            container.host.networkMode = "bridge"
            container.host.portBindings = ["8888/tcp": [PortBinding(hostIP: "127.0.0.1")]]
            container.host.readonlyRootfs = true
            container.host.capDrop = ["ALL"]
            container.host.securityOpt = ["no-new-privileges"]
            container.host.pidsLimit = 20
            container.host.nanoCpus = 500_000_000
            container.host.shmSize = 1 << 20
            container.host.ipcMode = "private"
            container.host.ulimits = [Ulimit(name: "nofile", soft: 1024, hard: 2048)]
            container.host.restartPolicy = .no
            container.host.logConfig = LogConfig(type: "json-file", config: ["max-size": "1m", "max-file": "1"])
            container.host.tmpfs = ["/tmp": "size=1m,mode=1777"]
            var home = Mount(.tmpfs, target: "/home")
            home.tmpfsOptions = .init(size: 1 << 20, mode: 0o1777)
            container.host.mounts = [Mount(.volume, source: volume.name, target: "/data", readOnly: true), home]
            let made = try await engine.client.createContainer(container, name: engine.prefix + "-c")
            #expect(made.warnings.isEmpty)
            try await engine.client.startContainer(made.id)
            _ = try await engine.client.waitForContainer(made.id, until: .notRunning)
            let seen = try await engine.client.inspectContainer(made.id)
            #expect(seen.host.capDrop == ["ALL"] && seen.host.mounts?.count == 2 && seen.host.restartPolicy == .no)
            #expect(seen.mounts.contains { $0.name == volume.name && !$0.writable })
            var text = ""
            for try await chunk in try await engine.client.containerLogs(made.id) { text += chunk.text }
            #expect(text.hasPrefix("1000\n") && text.contains("Read-only file system") && text.contains("wrote"))
        }
    }

    @Test("A bind of what is not there is refused")
    func missingBind() async throws {
        try await RealEngine.with { engine in
            var container = engine.container("true")
            container.host.mounts = [Mount(.bind, source: "/no/such/place", target: "/x")]
            let error = await failure {
                _ = try await engine.client.createContainer(container, name: engine.prefix + "-c")
            }
            #expect((error as? EngineError)?.label == "bad_parameter")
        }
    }

    @Test("Images are inspected, listed, tagged and removed; what can't be pulled says so")
    func images() async throws {
        try await RealEngine.with { engine in
            let image = try await engine.client.inspectImage(engine.image)
            #expect(image.repoTags == [engine.image] && image.size > 0 && image.config?.env == ["FROM=image"])
            try await engine.client.tagImage(image.id, repository: engine.prefix, tag: "more")
            let listed = try await engine.client.listImages(
                filters: Filters().with("reference", engine.prefix))
            #expect(
                listed.first { $0.id == image.id }?.repoTags.sorted()
                    == ["more", "tiny"].map { "\(engine.prefix):\($0)" })
            try await engine.client.removeImage("\(engine.prefix):more")
            let gone = await failure { _ = try await engine.client.inspectImage("\(engine.prefix):more") }
            #expect((gone as? EngineError)?.label == "not_found")
            // Nothing listens there: the engine can't reach that registry.
            let pull = await failure {
                for try await _ in try await engine.client.pullImage("127.0.0.1:9/none:x") {}
            }
            #expect((pull as? EngineError)?.label == "pull")
        }
    }

    @Test("Waiting and following end at once when their task is cancelled")
    func cancellation() async throws {
        try await RealEngine.with { engine in
            let id = try await engine.run("while true; do echo x; sleep 0.05; done")
            let error = await failureOfCancelling { first in
                var options = LogOptions()
                options.follow = true
                for try await _ in try await engine.client.containerLogs(id, options) { first.fire() }
            }
            #expect(error is CancellationError)
            let waiting = await failureOfCancelling { first in
                first.fire()
                _ = try await engine.client.waitForContainer(id, until: .notRunning)
            }
            #expect(waiting is CancellationError)
        }
    }
}
