import DockerEngine
import Testing

/// Expects a condition. (In a closure that throws nowhere else, `#expect(try …)` does not compile.)
private func holds(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try #require(condition, sourceLocation: sourceLocation)
}

/// One call of the client, and what must be seen on the wire.
struct Exchange: Sendable, CustomTestStringConvertible {
    let method: String
    let uri: String
    var body = ""
    /// What the stub answers.
    var answer = "{}"
    let call: @Sendable (EngineClient) async throws -> Void

    var testDescription: String { "\(method) \(uri)" }

    static let all = containers + reads + others

    private static let update: ResourceUpdate = {
        var update = ResourceUpdate()
        update.memory = 1
        update.memorySwap = 1
        return update
    }()

    private static let containers = [
        Exchange(
            method: "POST", uri: "/containers/create?name=n", body: #"{"HostConfig":{},"Image":"i"}"#,
            answer: #"{"Id":"abc","Warnings":null}"#
        ) { client in
            let made = try await client.createContainer(CreateContainer(config: ContainerConfig(image: "i")), name: "n")
            #expect(made.id == "abc" && made.warnings.isEmpty)
        },
        Exchange(method: "POST", uri: "/containers/c/start") { try holds(await $0.startContainer("c")) },
        Exchange(method: "POST", uri: "/containers/c/stop?t=15") { try await $0.stopContainer("c", grace: 15) },
        Exchange(method: "POST", uri: "/containers/c/kill?signal=SIGKILL") { try await $0.killContainer("c") },
        Exchange(method: "DELETE", uri: "/containers/c?force=1&v=1") {
            try await $0.removeContainer("c", force: true, volumes: true)
        },
        Exchange(method: "DELETE", uri: "/containers/c") { try await $0.removeContainer("c") },
        Exchange(method: "POST", uri: "/containers/c/rename?name=d") { try await $0.renameContainer("c", to: "d") },
        Exchange(
            method: "POST", uri: "/containers/c/update", body: #"{"Memory":1,"MemorySwap":1}"#,
            answer: #"{"Warnings":["w"]}"#
        ) {
            try holds(await $0.updateContainer("c", update) == ["w"])
        },
        Exchange(method: "POST", uri: "/containers/c/wait?condition=next-exit", answer: #"{"StatusCode":137}"#) {
            try holds(await $0.waitForContainer("c", until: .nextExit).statusCode == 137)
        },
    ]

    private static let reads = [
        Exchange(
            method: "GET", uri: "/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D", answer: "[]"
        ) {
            try holds(await $0.listContainers(all: true, filters: .label("a", "b")).isEmpty)
        },
        Exchange(
            method: "GET", uri: "/containers/c/stats?stream=0&one-shot=1",
            answer: """
                {"read":"2024-05-06T07:08:09Z","cpu_stats":{"cpu_usage":{}},"precpu_stats":{"cpu_usage":{}},\
                "memory_stats":{"usage":5}}
                """
        ) { try holds(await $0.containerStats("c").memory.usage == 5) },
        Exchange(
            method: "GET", uri: "/images/a/b%3Ac/json", answer: #"{"Id":"sha256:1","RepoTags":["a/b:c"]}"#
        ) { try holds(await $0.inspectImage("a/b:c").repoTags == ["a/b:c"]) },
        Exchange(method: "GET", uri: "/images/json", answer: #"[{"Id":"sha256:1","RepoTags":null}]"#) {
            try holds(await $0.listImages().map(\.id) == ["sha256:1"])
        },
        Exchange(method: "GET", uri: "/networks/n", answer: #"{"Id":"1","Name":"n","Containers":{}}"#) {
            try holds(await $0.inspectNetwork("n").id == "1")
        },
        Exchange(method: "GET", uri: "/networks", answer: "[]") { try holds(await $0.listNetworks().isEmpty) },
        Exchange(method: "GET", uri: "/volumes", answer: #"{"Volumes":null}"#) {
            try holds(await $0.listVolumes().isEmpty)
        },
        Exchange(method: "GET", uri: "/info", answer: #"{"ID":"x","NCPU":4,"SecurityOptions":["name=rootless"]}"#) {
            let info = try await $0.info()
            #expect(info.cpus == 4 && info.isRootless)
        },
        Exchange(method: "GET", uri: "/version", answer: #"{"Version":"20.10","ApiVersion":"1.41"}"#) {
            try holds(await $0.version().version == "20.10")
        },
    ]

    private static let others = [
        Exchange(method: "POST", uri: "/images/a/tag?repo=r&tag=t") {
            try await $0.tagImage("a", repository: "r", tag: "t")
        },
        Exchange(method: "DELETE", uri: "/images/a?force=1", answer: "[]") {
            try await $0.removeImage("a", force: true)
        },
        Exchange(
            method: "POST", uri: "/networks/create",
            body: """
                {"CheckDuplicate":true,"Driver":"bridge","Internal":false,"Labels":{},"Name":"n",\
                "Options":{"com.docker.network.bridge.enable_icc":"false"}}
                """,
            answer: #"{"Id":"1","Warning":""}"#
        ) {
            var network = CreateNetwork(name: "n")
            network.options = ["com.docker.network.bridge.enable_icc": "false"]
            try holds(await $0.createNetwork(network) == "1")
        },
        Exchange(
            method: "POST", uri: "/networks/n/connect", body: #"{"Container":"c","EndpointConfig":{"Aliases":["x"]}}"#
        ) { try await $0.connectNetwork("n", container: "c", endpoint: EndpointConfig(aliases: ["x"])) },
        Exchange(method: "DELETE", uri: "/networks/n") { try await $0.removeNetwork("n") },
        Exchange(method: "POST", uri: "/volumes/create", body: #"{"Name":"v"}"#, answer: #"{"Name":"v","Labels":null}"#)
        {
            try holds(await $0.createVolume(CreateVolume(name: "v")).name == "v")
        },
        Exchange(method: "GET", uri: "/volumes/v", answer: #"{"Name":"v","Mountpoint":"/m"}"#) {
            try holds(await $0.inspectVolume("v").mountpoint == "/m")
        },
        Exchange(method: "DELETE", uri: "/volumes/v") { try await $0.removeVolume("v") },
        Exchange(
            method: "POST", uri: "/containers/c/exec",
            body: #"{"AttachStderr":true,"AttachStdout":true,"Cmd":["id"],"Tty":false}"#, answer: #"{"Id":"e"}"#
        ) { try holds(await $0.createExec(in: "c", CreateExec(["id"])).id == "e") },
        Exchange(method: "GET", uri: "/exec/e/json", answer: #"{"ID":"e","Running":false,"ExitCode":3}"#) {
            try holds(await $0.inspectExec(Exec(id: "e", tty: false)).exitCode == 3)
        },
    ]
}
