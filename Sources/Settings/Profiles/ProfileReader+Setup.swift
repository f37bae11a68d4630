import Foundation
import Servers

// What a profile gives of the operator's: mounts, secrets, devices.

extension ProfileReader {
    mutating func setup(_ fields: Fields) -> ContainerSetup {
        ContainerSetup(
            mounts: mounts(fields), secrets: secrets(fields),
            home: optional("home", in: fields, ContainerSetup.Home.init, "workspace or ephemeral") ?? .workspace,
            runtime: optional("runtime", in: fields, Self.plainName, "an engine's runtime such as runc or runsc"),
            network: network(fields))
    }

    private mutating func network(_ fields: Fields) -> NetworkPolicy {
        guard let entry = fields["network"] else { return .egress }
        guard YAMLEntry.entries(of: entry.value) != nil else {
            let words: [String: NetworkPolicy] = ["egress": .egress, "internal": .internal]
            return optional("network", in: fields, { words[$0] }, "egress, internal or {allow: [10.2.0.0/16]}")
                ?? .internal
        }
        let allow = section("network", in: fields, known: ["allow"]).flatMap { section in
            list("allow", in: section, Self.range, "an IPv4 address or range such as 10.2.0.0/16, no metadata address")
        }
        guard let allow, !allow.isEmpty else {
            report("network.allow", line: entry.line, "expected at least one range; internal allows none")
            return .internal
        }
        return .allow(allow)
    }

    mutating func gpus(_ fields: Fields) -> GPUPool? {
        guard fields["gpus"] != nil, let gpus = section("gpus", in: fields, known: ["count", "devices"]) else {
            return nil
        }
        let count = required("count", in: gpus, Self.whole(from: 1), "a whole number of at least 1")
        let devices = list("devices", in: gpus, Self.plainName) ?? []
        guard let count else { return nil }
        if Set(devices).count < devices.count {
            report("gpus.devices", line: gpus.line(of: "devices"), "a device is named twice; expected each once")
        }
        if devices.count < count {
            report(
                "gpus.devices", line: gpus.line(of: "devices"), value: devices.joined(separator: ", "),
                "expected the ids of at least \(count) devices, such as [\"0\", \"1\"]")
        }
        return GPUPool(count: count, devices: devices)
    }

    private mutating func mounts(_ fields: Fields) -> [SharedMount] {
        var mounts: [SharedMount] = []
        for entry in sections("mounts", in: fields, known: ["source", "target", "read_only", "groups"]) {
            let source = required(
                "source", in: entry, Self.mountSource,
                "an absolute path of the host other than / and the system's own, or volume:NAME")
            let target = required(
                "target", in: entry, Self.mountTarget,
                "an absolute path that is not at, above or below \(protectedTargets.joined(separator: ", "))")
            let readOnly = optional("read_only", in: entry, readFlag, "true or false")
            let groups = list("groups", in: entry, Self.nonEmpty).map { Set($0) }
            guard let source, let target else { continue }
            if mounts.contains(where: { $0.target == target && $0.groups == groups }) {
                report("mounts.target", line: entry.line(of: "target"), value: target, "expected each target once")
            }
            mounts.append(SharedMount(source: source, target: target, isReadOnly: readOnly ?? true, groups: groups))
        }
        return mounts
    }

    private mutating func secrets(_ fields: Fields) -> [SecretFile] {
        var secrets: [SecretFile] = []
        for entry in sections("secrets", in: fields, known: ["name", "groups"]) {
            let name = required("name", in: entry, Self.plainName, "a file's name in secrets_dir, without slashes")
            let groups = list("groups", in: entry, Self.nonEmpty).map { Set($0) }
            guard let name else { continue }
            if secrets.contains(where: { $0.name == name }) {
                report("secrets.name", line: entry.line(of: "name"), value: name, "expected each secret once")
            }
            secrets.append(SecretFile(name: name, groups: groups))
        }
        return secrets
    }
}

// MARK: Single values

extension ProfileReader {
    /// 1 to 64 of `A-Z a-z 0-9 . _ -`, not starting with a dot or a dash.
    static func plainName(_ text: String) -> String? {
        let isGood =
            (1...64).contains(text.utf8.count) && text.first != "." && text.first != "-"
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                    || [45, 46, 95].contains($0)
            }
        return isGood ? text : nil
    }

    static func range(_ text: String) -> AddressRange? {
        AddressRange(text).flatMap { range in
            AddressRange.metadata.contains { $0.overlaps(range) } ? nil : range
        }
    }

    static func mountSource(_ text: String) -> SharedMount.Source? {
        if text.hasPrefix("volume:") { return plainName(String(text.dropFirst(7))).map { .volume($0) } }
        let closed = ["/proc", "/sys", "/dev", "/run/docker.sock", "/var/run/docker.sock"]
        guard let path = absolutePath(text), !closed.contains(where: { covers($0, path) }) else { return nil }
        return .path(path)
    }

    static func mountTarget(_ text: String) -> String? {
        guard let path = absolutePath(text) else { return nil }
        return protectedTargets.contains { covers($0, path) || covers(path, $0) } ? nil : path
    }

    /// An absolute path other than `/`, without a last slash, empty parts, dots or control characters.
    private static func absolutePath(_ text: String) -> String? {
        let path = text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isGood =
            path.hasPrefix("/") && !parts.isEmpty && parts.allSatisfy { !["", ".", ".."].contains($0) }
            && !path.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return isGood ? path : nil
    }

    /// Whether `path` is `folder` or below it.
    private static func covers(_ folder: String, _ path: String) -> Bool {
        path == folder || path.hasPrefix(folder + "/")
    }
}
