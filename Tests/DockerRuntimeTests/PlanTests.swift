import DockerEngine
import Foundation
import Servers
import Support
import Testing

@testable import DockerRuntime

/// One field of what is sent to the engine, by its path, and the JSON it must be.
struct SentField: Sendable, CustomTestStringConvertible {
    let path: String
    let json: String

    var testDescription: String { path }

    static let all: [SentField] = [
        .init(path: "Image", json: "\"\(testImage)\""),
        .init(path: "User", json: #""20001:20001""#),
        .init(path: "Hostname", json: #""berth""#),
        .init(path: "Healthcheck.Test", json: #"["NONE"]"#),
        .init(path: "StopSignal", json: #""SIGTERM""#),
        .init(path: "StopTimeout", json: "15"),
        .init(
            path: "Labels",
            json:
                #"{"berth.generation":"1","berth.instance":"testtest","berth.network":"egress","berth.node":"local","berth.owner":"ada","berth.server":"aaaaaaaaaaaa"}"#
        ),
        .init(path: "HostConfig.Init", json: "true"),
        .init(path: "HostConfig.Privileged", json: "false"),
        .init(path: "HostConfig.CapDrop", json: #"["ALL"]"#),
        .init(path: "HostConfig.CapAdd", json: "null"),
        .init(path: "HostConfig.SecurityOpt", json: #"["no-new-privileges"]"#),
        .init(path: "HostConfig.ReadonlyRootfs", json: "true"),
        .init(path: "HostConfig.IpcMode", json: #""private""#),
        .init(path: "HostConfig.NetworkMode", json: #""berth-testtest""#),
        .init(path: "HostConfig.Memory", json: "67108864"),
        .init(path: "HostConfig.MemorySwap", json: "67108864"),
        .init(path: "HostConfig.NanoCpus", json: "500000000"),
        .init(path: "HostConfig.CpuShares", json: "102"),
        .init(path: "HostConfig.PidsLimit", json: "4096"),
        .init(path: "HostConfig.ShmSize", json: "67108864"),
        .init(path: "HostConfig.DeviceRequests", json: "null"),
        .init(path: "HostConfig.RestartPolicy.Name", json: #""no""#),
        .init(path: "HostConfig.LogConfig", json: #"{"Config":{"max-file":"2","max-size":"2m"},"Type":"json-file"}"#),
        .init(
            path: "HostConfig.Ulimits",
            json: #"[{"Hard":8192,"Name":"nofile","Soft":4096},{"Hard":0,"Name":"core","Soft":0}]"#),
        .init(
            path: "HostConfig.Mounts",
            json:
                #"[{"ReadOnly":false,"Source":"/srv/ada","Target":"/home/jovyan","Type":"bind"},{"ReadOnly":true,"Source":"/srv/run/ada","Target":"/run/berth","Type":"bind"},{"ReadOnly":true,"Source":"/srv/cluster","Target":"/etc/berth/cluster","Type":"bind"},{"ReadOnly":false,"Target":"/tmp","Type":"volume","VolumeOptions":{"Labels":{"berth.instance":"testtest","berth.server":"aaaaaaaaaaaa"}}}]"#
        ),
    ]
}

@Suite("A plan in the engine's words")
struct PlanTests {
    @Test("Every field is as planned", arguments: SentField.all)
    func fields(_ field: SentField) throws {
        let json = try sent(ContainerPlan.sample(image: testImage), published: false)
        #expect(try value(at: field.path, in: json) == field.json)
    }

    @Test("A published port is on 127.0.0.1 only, and only where the bridge can't be reached")
    func published() throws {
        let plan = try ContainerPlan.sample(image: testImage)
        let open = try sent(plan, published: true)
        #expect(
            try value(at: "HostConfig.PortBindings", in: open)
                == #"{"8888/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}"#)
        #expect(try value(at: "ExposedPorts", in: open) == #"{"8888/tcp":{}}"#)
        #expect(try value(at: "HostConfig.PortBindings", in: sent(plan, published: false)) == "null")
    }

    @Test("Scratch in memory is a tmpfs of that size and no volume")
    func memoryScratch() throws {
        let plan = try ContainerPlan.sample(image: testImage)
        let json = try sent(plan, published: false, scratch: .memory(.mebibytes(64)))
        #expect(try value(at: "HostConfig.Tmpfs", in: json) == #"{"/tmp":"rw,nosuid,nodev,mode=1777,size=67108864"}"#)
        #expect(try !value(at: "HostConfig.Mounts", in: json).contains("volume"))
    }

    @Test("A tiny reserve is the kernel's least weight")
    func extremes() throws {
        let resources = Resources(
            cpu: .init(reserve: Cores(thousandths: 1), burst: Cores(thousandths: 2000)), memory: .gibibytes(1))
        let json = try sent(ContainerPlan.sample(image: testImage, resources: resources), published: false)
        #expect(try value(at: "HostConfig.CpuShares", in: json) == "2")
    }

    @Test("GPUs are asked for by their ids, and the runtime by its name")
    func devices() throws {
        let setup = ContainerSetup(runtime: "runsc")
        let json = try sent(
            ContainerPlan.sample(image: testImage, setup: setup, gpus: ["1", "GPU-3a"]), published: false)
        #expect(
            try value(at: "HostConfig.DeviceRequests", in: json)
                == #"[{"Capabilities":[["gpu"]],"Count":0,"DeviceIDs":["1","GPU-3a"],"Driver":"nvidia"}]"#)
        #expect(try value(at: "HostConfig.Runtime", in: json) == #""runsc""#)
    }

    @Test("The operator's mounts and secrets are added; what is below a read-only path is left out")
    func mounts() throws {
        let setup = ContainerSetup(
            mounts: [
                SharedMount(source: .path("/srv/data"), target: "/data"),
                SharedMount(source: .volume("models"), target: "/models", isReadOnly: false),
            ])
        let directories = ServerDirectories(
            workspace: "/srv/ada", run: "/srv/run", cluster: "/srv/c", secrets: "/srv/s")
        let plan = try ContainerPlan.sample(image: testImage, directories: directories, setup: setup)
        let mounts = try value(at: "HostConfig.Mounts", in: sent(plan, published: false))
        for expected in [
            #"{"ReadOnly":true,"Source":"/srv/s","Target":"/run/secrets","Type":"bind"}"#,
            #"{"BindOptions":{"NonRecursive":true},"ReadOnly":true,"Source":"/srv/data","Target":"/data","Type":"bind"}"#,
            #"{"ReadOnly":false,"Source":"models","Target":"/models","Type":"volume","VolumeOptions":{"NoCopy":true}}"#,
        ] { #expect(mounts.contains(expected), "\(expected)") }
    }

    @Test("An ephemeral home is half the memory, the user's, and no mount of the workspace")
    func ephemeralHome() throws {
        let plan = try ContainerPlan.sample(image: testImage, setup: ContainerSetup(home: .ephemeral))
        let json = try sent(plan, published: false)
        #expect(
            try value(at: "HostConfig.Tmpfs", in: json)
                == #"{"/home/jovyan":"rw,exec,nosuid,nodev,mode=0700,uid=20001,gid=20001,size=33554432"}"#)
        #expect(try !value(at: "HostConfig.Mounts", in: json).contains("/home/jovyan"))
    }

    private func sent(
        _ plan: ContainerPlan, published: Bool, scratch: DockerRuntimeSettings.Scratch = .disk
    ) throws -> Data {
        let settings = DockerRuntimeSettings(instance: testInstance, scratch: scratch)
        return try JSONEncoder().encode(CreateContainer(plan, settings: settings, published: published))
    }

    /// The JSON at a path of field names, keys sorted; `null` where there is none.
    private func value(at path: String, in json: Data) throws -> String {
        var found = try JSONSerialization.jsonObject(with: json)
        for key in path.split(separator: ".") {
            guard let object = found as? [String: Any], let next = object[String(key)] else { return "null" }
            found = next
        }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]
        return String(decoding: try JSONSerialization.data(withJSONObject: found, options: options), as: UTF8.self)
    }
}
