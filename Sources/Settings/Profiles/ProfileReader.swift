import Servers

/// Reads one profile and keeps every problem.
struct ProfileReader {
    let path: String
    private(set) var problems: [SettingsProblem] = []

    init(path: String) { self.path = path }

    /// The profile that `entries` describe; nil when something needed is missing or cannot be read.
    mutating func profile(_ id: ProfileID, _ entries: [YAMLEntry]) -> Profile? {
        let fields = Fields(entries, line: 1, prefix: "", known: ProfileKey.names, reader: &self)
        let title = required("title", in: fields, Self.nonEmpty, "a word or two for a card")
        let summary = optional("summary", in: fields, Self.nonEmpty, "a sentence") ?? ""
        let image = required("image", in: fields, Self.image, "an image such as berth/notebook:minimal")
        let pull = optional("pull", in: fields, PullPolicy.init, "missing, always or never") ?? .missing
        let resources = resources(fields)
        let ceiling = ceiling(fields)
        let environment = environment(fields)
        let setup = setup(fields)
        let gpus = gpus(fields)
        let idle = idle(fields)
        let access = access(fields)
        if let resources, let ceiling { check(resources, ceiling, fields) }
        guard let title, let image, let resources, let ceiling else { return nil }
        return Profile(
            id: id, title: title, summary: summary, image: image, resources: resources, ceiling: ceiling,
            environment: environment, access: access, setup: setup, gpus: gpus, pull: pull, idle: idle)
    }

    mutating func report(_ key: String, line: Int, value: String? = nil, _ explanation: String) {
        problems.append(SettingsProblem(place: "\(path):\(line)", key: key, value: value, explanation: explanation))
    }

    private mutating func resources(_ fields: Fields) -> Resources? {
        let cpu = section("cpu", in: fields, known: ["reserve", "burst"])
        let reserve = cpu.flatMap { required("reserve", in: $0, Self.cores, Self.coresExpected) }
        let burst = cpu.flatMap { required("burst", in: $0, Self.cores, Self.coresExpected) }
        let memory = required("memory", in: fields, Self.bytes, Self.bytesExpected)
        let shared = optional("shared_memory", in: fields, Self.bytes, Self.bytesExpected)
        let pids = optional("pids", in: fields, Self.whole(from: 64), "a whole number of at least 64")
        guard let reserve, let burst, let memory else { return nil }
        return Resources(
            cpu: .init(reserve: reserve, burst: burst), memory: memory, sharedMemory: shared ?? .mebibytes(64),
            pids: pids ?? 4096)
    }

    private mutating func ceiling(_ fields: Fields) -> Ceiling? {
        guard let ceiling = section("ceiling", in: fields, known: ["cpu", "memory"]) else { return nil }
        let cpu = required("cpu", in: ceiling, Self.cores, Self.coresExpected)
        let memory = required("memory", in: ceiling, Self.bytes, Self.bytesExpected)
        guard let cpu, let memory else { return nil }
        return Ceiling(cpu: cpu, memory: memory)
    }

    private mutating func check(_ resources: Resources, _ ceiling: Ceiling, _ fields: Fields) {
        let cpu = resources.cpu
        if cpu.burst < cpu.reserve {
            report(
                "cpu.burst", line: fields.line(of: "cpu", "burst"), value: "\(cpu.burst)",
                "expected at least cpu.reserve, \(cpu.reserve)")
        }
        if cpu.burst > ceiling.cpu {
            report(
                "cpu.burst", line: fields.line(of: "cpu", "burst"), value: "\(cpu.burst)",
                "expected at most ceiling.cpu, \(ceiling.cpu)")
        }
        if resources.memory > ceiling.memory {
            report(
                "memory", line: fields.line(of: "memory"), value: "\(resources.memory)",
                "expected at most ceiling.memory, \(ceiling.memory)")
        }
        if resources.sharedMemory > resources.memory {
            report(
                "shared_memory", line: fields.line(of: "shared_memory"), value: "\(resources.sharedMemory)",
                "expected at most memory, \(resources.memory)")
        }
    }

    private mutating func environment(_ fields: Fields) -> [String: String] {
        guard let entry = fields["environment"] else { return [:] }
        guard let variables = YAMLEntry.entries(of: entry.value) else {
            report("environment", line: entry.line, value: entry.scalar, "expected NAME: value lines")
            return [:]
        }
        var environment: [String: String] = [:]
        for variable in variables {
            let key = "environment.\(variable.key)"
            guard let value = variable.scalar, !value.contains("\0") else {
                report(key, line: variable.line, "expected a single text")
                continue
            }
            guard !variable.key.isEmpty, !variable.key.contains(where: { $0 == "=" || $0 == "\0" }) else {
                report(key, line: variable.line, "expected a variable's name, without =")
                continue
            }
            environment[variable.key] = variable.isNull ? "" : value
        }
        return environment
    }

    private mutating func access(_ fields: Fields) -> ProfileAccess {
        let users = list("users", in: fields) { try? UserName($0) }
        let groups = list("groups", in: fields, Self.nonEmpty)
        if users == nil, groups == nil { return .everyone }
        return .limited(users: Set(users ?? []), groups: Set(groups ?? []))
    }
}
