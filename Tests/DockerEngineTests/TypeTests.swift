import Foundation
import NIOCore
import Testing

@testable import DockerEngine

@Suite("The engine's JSON")
struct TypeTests {
    @Test("A container to create has the engine's keys, and leaves out what was not set")
    func createContainer() throws {
        var config = ContainerConfig(image: "img")
        config.user = "1000:1000"
        config.exposedPorts = ["8888/tcp": EmptyObject()]
        config.healthcheck = Healthcheck.none
        config.labels = ["a": "b"]
        var host = HostConfig()
        host.memory = 1 << 30
        host.nanoCpus = 1_500_000_000
        host.initProcess = true
        host.mounts = [Mount(.bind, source: "/w", target: "/home", readOnly: true)]
        host.mounts?[0].bindOptions = .init(propagation: "rslave", nonRecursive: true)
        host.portBindings = ["8888/tcp": [PortBinding(hostIP: "127.0.0.1")]]
        host.logConfig = LogConfig(type: "json-file", config: ["max-size": "1m"])
        let text = try encoded(CreateContainer(config: config, host: host, networks: ["n": EndpointConfig()]))
        #expect(
            text == """
                {"ExposedPorts":{"8888/tcp":{}},"Healthcheck":{"Test":["NONE"]},"HostConfig":{"Init":true,\
                "LogConfig":{"Config":{"max-size":"1m"},"Type":"json-file"},"Memory":1073741824,\
                "Mounts":[{"BindOptions":{"NonRecursive":true,"Propagation":"rslave"},"ReadOnly":true,"Source":"/w",\
                "Target":"/home","Type":"bind"}],"NanoCpus":1500000000,\
                "PortBindings":{"8888/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}},"Image":"img",\
                "Labels":{"a":"b"},"NetworkingConfig":{"EndpointsConfig":{"n":{}}},"User":"1000:1000"}
                """)
    }

    @Test("An inspection is read with unknown fields, nulls and unknown words in it")
    func inspection() throws {
        let container = try decoded(
            ContainerInspection.self,
            """
            {"Id":"abc","Name":"/n","Image":"sha256:1","New":{"x":1},"RestartCount":2,
             "State":{"Status":"hibernating","Running":true,"OOMKilled":true,"ExitCode":137,"Error":null,
                      "StartedAt":"2024-05-06T07:08:09Z","FinishedAt":"0001-01-01T00:00:00Z"},
             "Config":{"Labels":null,"Env":["A=b"],"Tty":true},"HostConfig":{"Memory":5,"Mounts":null},
             "Mounts":[{"Type":"bind","Source":"/a","Destination":"/b","RW":false}],
             "NetworkSettings":{"Networks":{"n":{"IPAddress":"172.18.0.2","NetworkID":"nid"}},
                                "Ports":{"8888/tcp":null,"1/tcp":[{"HostIp":"127.0.0.1","HostPort":"4000"}]}}}
            """)
        #expect(container.name == "n")
        #expect(container.state.status.rawValue == "hibernating")
        #expect(container.state.oomKilled && container.state.running && container.state.exitCode == 137)
        #expect(container.state.error.isEmpty && container.state.finishedAt?.date == nil)
        #expect(container.labels.isEmpty && container.config.env == ["A=b"])
        #expect(container.host.memory == 5 && container.restartCount == 2)
        #expect(container.mounts.first?.destination == "/b" && container.mounts.first?.writable == false)
        #expect(container.network?.networks["n"]?.address == "172.18.0.2")
        #expect(container.network?.ports["1/tcp"] == [PortBinding(hostIP: "127.0.0.1", hostPort: "4000")])
    }

    @Test("Statistics of a container that does not run are zeros")
    func emptyStats() throws {
        let stats = try decoded(
            ContainerStats.self,
            """
            {"read":"0001-01-01T00:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":0}},
             "precpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{},"pids_stats":{}}
            """)
        #expect(stats.memory.working == 0 && stats.cores == nil && stats.networks.isEmpty)
    }

    @Test(
        "Memory in use leaves out the cache the kernel can drop, of either cgroup version",
        arguments: ["total_inactive_file", "inactive_file"])
    func workingMemory(key: String) throws {
        let memory = try decoded(
            ContainerStats.Memory.self, #"{"usage":100,"limit":18446744073709551615,"stats":{"\#(key)":30}}"#)
        #expect(memory.working == 70 && memory.limit == UInt64.max)
    }

    @Test("Cores in use come from two samples")
    func cores() throws {
        let stats = try decoded(
            ContainerStats.self,
            """
            {"read":"2024-05-06T07:08:09Z","memory_stats":{},
             "cpu_stats":{"cpu_usage":{"total_usage":1500},"system_cpu_usage":6000,"online_cpus":4},
             "precpu_stats":{"cpu_usage":{"total_usage":500},"system_cpu_usage":4000}}
            """)
        #expect(stats.cores == 2)
    }

    @Test("What does not fit is named by its path")
    func misfit() {
        #expect(
            throws: EngineError.protocolViolation(
                "GET /x: 0.Config.Cmd.1 does not fit Array<ContainerInspection>")
        ) {
            try JSON.decode(
                [ContainerInspection].self,
                from: ByteBuffer(
                    string:
                        #"[{"Id":"a","Name":"n","State":{"Status":"dead"},"Config":{"Cmd":["a",1]},"HostConfig":{}}]"#),
                call: "GET /x")
        }
    }

    private func encoded(_ value: some Encodable) throws -> String {
        String(buffer: try JSON.encode(value, call: ""))
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSON.decode(type, from: ByteBuffer(string: text), call: "")
    }

    @Test(
        "Blocks that were read and written are summed, whatever the control group's version calls them",
        arguments: [
            (
                #"{"io_service_bytes_recursive":[{"op":"Read","value":1},{"op":"Write","value":2},{"op":"Total","value":3}]}"#,
                3
            ),
            (#"{"io_service_bytes_recursive":[{"op":"read","value":4},{"op":"write","value":0}]}"#, 4),
            (#"{"io_service_bytes_recursive":[]}"#, nil), (#"{"io_service_bytes_recursive":null}"#, nil), ("{}", nil),
        ])
    func blocks(json: String, expected: UInt64?) throws {
        let blocks = try JSONDecoder().decode(ContainerStats.Blocks.self, from: Data(json.utf8))
        #expect(blocks.bytes == expected)
    }
}
