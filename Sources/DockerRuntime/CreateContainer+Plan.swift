import DockerEngine
import Servers

extension CreateContainer {
    /// The engine's words for a plan. Pure; never privileged, no capability, no device but GPUs, no host namespace.
    ///
    /// - Parameter published: whether the port is also published on 127.0.0.1, for hosts that can't reach the bridge.
    init(_ plan: ContainerPlan, settings: DockerRuntimeSettings, published: Bool) {
        var host = HostConfig()
        host.confine()
        host.limit(to: ContainerLimits(plan.resources))
        host.shmSize = plan.resources.sharedMemory.count
        host.mounts = Self.mounts(of: plan, scratch: settings.scratch)
        host.tmpfs = Self.tmpfs(of: plan, scratch: settings.scratch)
        host.runtime = plan.runtime
        if !plan.gpus.isEmpty {
            host.deviceRequests = [DeviceRequest(driver: "nvidia", deviceIDs: plan.gpus, capabilities: [["gpu"]])]
        }
        host.networkMode = PolicyNetwork(plan.network, settings).name
        // The engine asks name servers of the host's for a container, even for one that reaches nothing: it asks its own.
        if plan.network == .internal { host.dns = ["127.0.0.1"] }
        host.initProcess = true
        host.restartPolicy = .no
        // Two files of 2 MiB: enough to say why a start failed, bounded on disk.
        host.logConfig = LogConfig(type: "json-file", config: ["max-size": "2m", "max-file": "2"])
        var config = Self.config(of: plan)
        if published {
            config.exposedPorts = [Self.portKey(plan.port): EmptyObject()]
            host.portBindings = [Self.portKey(plan.port): [PortBinding(hostIP: "127.0.0.1")]]
        }
        self.init(config: config, host: host)
    }

    /// The engine's name of a TCP port: `8888/tcp`.
    static func portKey(_ port: Int) -> String { "\(port)/tcp" }

    private static func config(of plan: ContainerPlan) -> ContainerConfig {
        var config = ContainerConfig(image: plan.image.value)
        config.user = "\(plan.uid):\(plan.uid)"
        config.env = plan.environment.map { "\($0.key)=\($0.value)" }.sorted()
        config.labels = plan.labels.dictionary
        config.hostname = "berth"
        config.healthcheck = Healthcheck.none
        config.stopSignal = "SIGTERM"
        config.stopTimeout = Int(plan.stopGrace.components.seconds)
        return config
    }
}

extension HostConfig {
    /// Takes every right away that Jupyter does not need.
    fileprivate mutating func confine() {
        readonlyRootfs = true
        capDrop = ["ALL"]
        securityOpt = ["no-new-privileges"]
        privileged = false
        ipcMode = "private"
        // A hard limit above the engine's own cannot be set, so it is modest. `nproc` counts per user id over all
        // containers, so processes are bounded by `PidsLimit` instead.
        ulimits = [Ulimit(name: "nofile", soft: 4096, hard: 8192), Ulimit(name: "core", soft: 0, hard: 0)]
    }

    fileprivate mutating func limit(to limits: ContainerLimits) {
        memory = limits.memory.count
        memorySwap = limits.memoryAndSwap.count
        nanoCpus = limits.nanoCpus
        cpuShares = Int64(limits.weight)
        pidsLimit = Int64(limits.pids)
    }
}
