import Servers
import Support
import Testing

@Suite("What a container is made with")
struct ContainerTests {
    private func plan(_ environment: [String: String] = [:], base: BasePath = .none, clean: Bool = false) throws
        -> ContainerPlan
    {
        let key = try StoreSamples.key("ada", "gpu")
        var server = StoreSamples.launched(key, id: "abcdefghijkl")
        server.generation = 3
        var spec = StoreSamples.spec(key.owner)
        spec.environment = environment
        spec.options.clean = clean
        return ContainerPlan(
            server: server, spec: spec, image: ImageDigest("sha256:01"), instance: InstanceID("insta222"), node: .local,
            token: "sesame", hub: "http://localhost:8000", base: base,
            directories: ServerDirectories(workspace: "/w", run: "/r", cluster: "/c"),
            limits: LifecycleLimits())
    }

    @Test("The name and the labels tell instance, server and generation")
    func names() throws {
        let plan = try plan()
        #expect(plan.name == "berth-insta222-abcdefghijkl-3")
        #expect(
            plan.labels.dictionary == [
                "berth.instance": "insta222", "berth.server": "abcdefghijkl", "berth.owner": "ada",
                "berth.generation": "3", "berth.node": "local", "berth.network": "egress",
            ])
        #expect(plan.uid == 20_000)
        #expect([plan.workspace, plan.runDirectory, plan.clusterDirectory] == ["/w", "/r", "/c"])
        #expect(plan.stopGrace == .seconds(15))
    }

    @Test(
        "A profile never says who one is",
        arguments: [
            "BERTH_USER", "BERTH_ANYTHING", "JUPYTERHUB_USER", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_ANYTHING",
            "JUPYTER_TOKEN",
            "JPY_API_TOKEN", "NB_USER", "NB_UID", "HOME", "USER", "NOTEBOOK_ARGS", "MEM_LIMIT",
        ])
    func reserved(name: String) throws {
        let environment = try plan([name: "root"]).environment
        #expect(environment[name] != "root")
        #expect(environment == (try plan().environment))
    }

    @Test("Only a clean launch tells the container that it is one")
    func clean() throws {
        #expect(try plan(["BERTH_CLEAN": "0"], clean: true).environment["BERTH_CLEAN"] == "1")
        #expect(try plan(["BERTH_CLEAN": "1"]).environment["BERTH_CLEAN"] == nil)
    }

    @Test("A profile's own variables are there")
    func own() throws {
        #expect(try plan(["GREETING": "hi", "BERTHA": "1"]).environment["GREETING"] == "hi")
        #expect(try plan(["BERTHA": "1"]).environment["BERTHA"] == "1")
    }

    @Test("The environment tells who, where and within what limits, and has no JupyterHub API token")
    func environment() throws {
        let environment = try plan().environment
        let expected = [
            "BERTH_USER": "ada", "BERTH_GROUPS": "physics", "BERTH_ROLES": "user", "BERTH_SERVER": "gpu",
            "BERTH_GENERATION": "3", "BERTH_PROFILE": "small", "JUPYTERHUB_USER": "ada",
            "JUPYTERHUB_SERVICE_PREFIX": "/user/ada/gpu/", "JUPYTER_TOKEN": "sesame", "NB_UID": "20000",
            "HOME": "/home/jovyan", "MEM_LIMIT": "1073741824", "CPU_LIMIT": "2", "CPU_GUARANTEE": "0.5",
        ]
        for (name, value) in expected { #expect(environment[name] == value, "\(name)") }
        #expect(environment["JUPYTERHUB_API_TOKEN"] == nil)
        #expect(environment["NOTEBOOK_ARGS"]?.contains("--ServerApp.base_url=/user/ada/gpu/") == true)
    }

    @Test("Below a base path Jupyter serves there, and is told so in JupyterHub's words")
    func basePath() throws {
        let environment = try plan(base: #require(BasePath("/berth"))).environment
        #expect(environment["JUPYTERHUB_HOST"] == "http://localhost:8000")
        #expect(environment["JUPYTERHUB_BASE_URL"] == "/berth/")
        #expect(environment["JUPYTERHUB_SERVICE_PREFIX"] == "/berth/user/ada/gpu/")
        #expect(environment["NOTEBOOK_ARGS"]?.contains("--ServerApp.base_url=/berth/user/ada/gpu/") == true)
        #expect(try plan().environment["JUPYTERHUB_BASE_URL"] == "/")
    }
}
