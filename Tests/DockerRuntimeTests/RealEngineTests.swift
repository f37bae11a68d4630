import DockerEngine
import Foundation
import Servers
import Support
import Testing

@testable import DockerRuntime

@Suite("The runtime on the RealEngine", .serialized, .timeLimit(.minutes(3)))
struct RealEngineTests {
    @Test("It keeps the contract of the port, and leaves no volume behind")
    func conformance() async throws {
        try await RealEngine.with { engine in
            try await checkContainerRuntime(engine.runtime, image: engine.imageName) {
                try engine.plan($0, $1, image: $2)
            }
            let volumes = try await engine.client.listVolumes(filters: engine.runtime.ours)
            #expect(volumes.isEmpty)
        }
    }

    @Test("Inside there is one user without rights, a writable home and /tmp, and nothing else to write to")
    func confinement() async throws {
        try await RealEngine.with { engine in
            let container = try await engine.started()
            let script = """
                id -u; id -g; stat -c %a /tmp
                for f in /tmp/x /home/jovyan/x /dev/shm/x /etc/x /run/berth/x /etc/berth/cluster/x; do
                (echo hi > $f) 2>/dev/null && echo "$f yes" || echo "$f no"; done
                while read name value; do case $name in CapEff:|CapBnd:|NoNewPrivs:) echo $name $value;; esac; done \
                < /proc/self/status
                """
            let result = try await engine.inside(container.id, script)
            let lines = result.output.map(\.text).joined().split(separator: "\n").map(String.init)
            #expect(
                lines == [
                    "20001", "20001", "1777", "/tmp/x yes", "/home/jovyan/x yes", "/dev/shm/x yes", "/etc/x no",
                    "/run/berth/x no", "/etc/berth/cluster/x no", "CapEff: 0000000000000000",
                    "CapBnd: 0000000000000000", "NoNewPrivs: 1",
                ])
            let inspected = try await engine.client.inspectContainer(container.id.value)
            #expect(inspected.host.privileged != true && inspected.mounts.count == 4)
            #expect(inspected.host.networkMode == engine.runtime.settings.network)
        }
    }

    @Test(
        "Less memory than is in use is refused where the kernel refuses it, and changes nothing",
        .enabled(if: !FileManager.default.fileExists(atPath: "/sys/fs/cgroup/cgroup.controllers")))
    func belowUse() async throws {
        try await RealEngine.with { engine in
            let container = try await engine.started()
            // Memory that cannot be taken back without swap.
            let filled = try await engine.inside(container.id, "dd if=/dev/zero of=/dev/shm/x bs=1M count=40 2>&1")
            #expect(filled.exitCode == 0)
            #expect(try await engine.runtime.usage(of: container.id).memory > .mebibytes(40))
            var limits = try #require(container.limits)
            limits.memory = .mebibytes(20)
            limits.memoryAndSwap = limits.memory
            let wanted = limits
            let error = await failure { () throws(RuntimeError) in
                try await engine.runtime.resize(container.id, to: wanted)
            }
            guard case .belowUse = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await engine.runtime.containers(of: container.server).first?.limits == container.limits)
        }
    }

    @Test("Host ports, metadata addresses and other containers are closed; the host reaches the container")
    func isolation() async throws {
        try await RealEngine.with { engine in
            let (first, second) = (try await engine.started(), try await engine.started())
            let listener = try HostListener()
            let endpoint = try #require(second.endpoint)
            let gateway = try #require(try await gateway(engine))
            for target in ["\(gateway) \(listener.port)", "169.254.169.254 80", "100.100.100.200 80"] {
                let result = try await engine.inside(first.id, "nc -w 3 \(target) </dev/null")
                #expect(result.exitCode != 0 && result.output.map(\.text).joined().contains("refused"), "\(target)")
            }
            let across = try await engine.inside(first.id, "nc -w 3 \(endpoint.host) \(endpoint.port) </dev/null")
            #expect(across.exitCode != 0 && !across.output.map(\.text).joined().contains("hello"))
            #expect(try await reaches(endpoint))
        }
    }

    @Test("Where isolation is off the same host port is open, so the test above can fail")
    func noIsolation() async throws {
        try await RealEngine.with(isolation: .off) { engine in
            let container = try await engine.started()
            let listener = try HostListener()
            let gateway = try #require(try await gateway(engine))
            let result = try await engine.inside(
                container.id, "nc \(gateway) \(listener.port) </dev/null & sleep 1; kill $!")
            #expect(!result.output.map(\.text).joined().contains("refused"))
        }
    }

    @Test("A published container is reached on 127.0.0.1 and on its new port after it was started again")
    func published() async throws {
        try await RealEngine.with(reach: .published) { engine in
            let container = try await engine.started()
            let endpoint = try #require(container.endpoint)
            #expect(endpoint.host == "127.0.0.1" && endpoint.port != 8888)
            #expect(try await reaches(endpoint))
        }
    }

    @Test("Rules that someone deleted are there again after the engine is a new run")
    func rulesComeBack() async throws {
        try await RealEngine.with { engine in
            try await engine.runtime.isolate()
            let iptables = try #require(Command.find("iptables"))
            let rule = try #require(HostFirewall.rules(of: PolicyNetwork(.egress, engine.runtime.settings)).first)
            let words = rule.matches + rule.target
            #expect(try await iptables.run(["-w", "-D", rule.chain] + words).isSuccess)
            engine.runtime.network.note(EngineEpoch("another"))
            try await engine.runtime.isolate()
            #expect(try await iptables.run(["-w", "-D", rule.chain] + words).isSuccess)
            let twice = try await iptables.run(["-w", "-C", rule.chain] + words)
            #expect(!twice.isSuccess)
        }
    }

    @Test("A container that is not ours is not listed and survives everything")
    func foreign() async throws {
        try await RealEngine.with { engine in
            var config = ContainerConfig(image: engine.imageName)
            config.labels = ["berth-test": engine.instance.value]
            let made = try await engine.client.createContainer(
                CreateContainer(config: config), name: "berth-test-foreign-\(engine.instance)")
            let id = ContainerID(made.id)
            try await engine.client.startContainer(made.id)
            let errors = [
                await failure { () throws(RuntimeError) in try await engine.runtime.stop(id, grace: .zero) },
                await failure { () throws(RuntimeError) in try await engine.runtime.kill(id) },
                await failure { () throws(RuntimeError) in try await engine.runtime.remove(id, force: true) },
            ]
            let listed = try await engine.runtime.containers()
            let survivor = try await engine.client.inspectContainer(made.id)
            try await engine.client.removeContainer(made.id, force: true, volumes: true)
            #expect(errors.allSatisfy { $0 != nil } && listed.isEmpty && survivor.state.running)
        }
    }

    @Test("The log is both streams' last bytes, and following it ends with the container")
    func logs() async throws {
        try await RealEngine.with { engine in
            let container = try await engine.started()
            async let followed = collect(engine.runtime.followLog(of: container.id, tail: 10))
            try await engine.runtime.stop(container.id, grace: .seconds(10))
            let all = String(decoding: try await followed, as: UTF8.self)
            #expect(all.contains("started\n") && all.contains("problem\n"))
            let log = try await engine.runtime.log(of: container.id, limit: .mebibytes(1))
            #expect(log.count == "started\nproblem\n".utf8.count)
            let tail = try await engine.runtime.log(of: container.id, limit: Bytes(4))
            #expect(tail == Array(log.suffix(4)))
        }
    }

    @Test("What happens to a container is hinted at, even before the hints are first read")
    func hints() async throws {
        try await RealEngine.with { engine in
            let hints = engine.runtime.hints()
            let plan = try engine.plan()
            let id = try await engine.runtime.create(plan)
            var iterator = hints.makeAsyncIterator()
            #expect(try await iterator.next() == RuntimeHint(plan.labels.server))
            try await engine.runtime.start(id)
            #expect(try await iterator.next() == RuntimeHint(plan.labels.server))
            try await engine.runtime.kill(id)
            #expect(try await iterator.next() == RuntimeHint(plan.labels.server))
        }
    }

    @Test("An image that nobody has is a failed pull or a missing image, never a digest")
    func pull() async throws {
        try await RealEngine.with { engine in
            let error = await failure { () throws(RuntimeError) in
                _ = try await engine.runtime.pull("berth.invalid/none:none") { _, _ in }
            }
            guard case .pullFailed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    private func gateway(_ engine: RealEngine) async throws -> String? {
        try await engine.client.inspectNetwork(engine.runtime.settings.network).ipam?.config.first?.gateway
    }

    /// Whether the host gets the container's greeting; its listener may take a moment to be there (again).
    private func reaches(_ endpoint: Servers.Endpoint) async throws -> Bool {
        let script = "busybox nc -w 3 \(endpoint.host) \(endpoint.port) </dev/null | grep -q hello"
        let shell = try #require(Command.find("sh"))
        for _ in 0..<50 {
            if try await shell.run(["-c", script]).isSuccess { return true }
        }
        return false
    }

    private func collect(_ stream: AsyncThrowingStream<[UInt8], any Error>) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await bytes in stream { all += bytes }
        return all
    }
}
