import DockerEngine
import Foundation
import Logging
import SQLiteStore
import Servers
import Settings
import Workspaces

/// Looks at what Berth keeps and uses on its machine: store, disks, clock, names, firewall, processes. Changes nothing.
enum HostChecks {
    static func all(_ settings: BerthSettings, engine: SystemInfo?, now: Date) -> [Check] {
        let state = StateDirectory(path: settings.stateDirectory)
        let silent = Logger(label: "berth.doctor", factory: { _ in SwiftLogNoOpLogHandler() })
        let spaces = settings.workspaces(logger: silent).spaces(engine: engine?.rootDirectory)
        let checks = [store(state), firewall(settings), processes(state)] + disks(spaces, settings.disk)
        let clock = engine.map { [Self.clock(engine: $0.systemTime?.date, now: now)] } ?? []
        return checks + clock + names(settings, resolves: resolves)
    }

    /// Whether the store, if there is one, is in order.
    static func store(_ state: StateDirectory) -> Check {
        guard FileManager.default.fileExists(atPath: state.store) else {
            return .ok("store", "none yet at \(state.store), as before the first start")
        }
        guard access(state.store, R_OK) == 0 else {
            return .warn(
                "store", "\(state.store) may not be read by this user",
                advice: "Run 'berth doctor' as the user that runs 'berth serve'.")
        }
        do {
            return .ok("store", "in order: \(try StoreFile(path: state.store).check().summary)")
        } catch {
            return .fail("store", "\(error.path): \(error.problem)", advice: "To put it right: \(error.remedy).")
        }
    }

    /// Whether there is room where Berth and its engine write.
    static func disks(_ spaces: [DiskSpace], _ limits: DiskLimits) -> [Check] {
        spaces.map { space in
            let detail = "\(space.path): \(space.free) free of \(space.total) (\(space.percentFree)%)"
            let advice = "Remove what is not needed there: old images, workspaces of people who left, logs."
            return switch limits.level(of: space) {
            case .ok: .ok("disk", detail)
            case .warn: .warn("disk", detail, advice: advice)
            case .refuse: .fail("disk", "\(detail): nothing is launched", advice: advice)
            }
        }
    }

    /// Whether the engine's clock goes with this one; times in histories and of expiry are this one's.
    static func clock(engine: Date?, now: Date) -> Check {
        guard let engine else { return .ok("clock", "the engine does not tell its time") }
        let apart = abs(engine.timeIntervalSince(now))
        guard apart > 5 else { return .ok("clock", "the engine's goes with this machine's") }
        return .warn(
            "clock", "the engine's is \(Int(apart)) s from this machine's",
            advice: "Have both kept by NTP (timedatectl set-ntp true): tickets are good for 30 s only.")
    }

    /// Whether containers can be closed off: that takes iptables and root.
    static func firewall(_ settings: BerthSettings) -> Check {
        if settings.isolation == .off {
            return .warn(
                "firewall", "isolation is off: containers may reach the host's ports",
                advice: "Set isolation: required where people are not all trusted.")
        }
        let folders = ["/usr/sbin", "/sbin", "/usr/bin", "/usr/local/sbin"]
        guard folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/iptables") }) else {
            return .fail(
                "firewall", "there is no iptables, so launches are refused",
                advice: "Install the package iptables, or accept open host ports with isolation: off.")
        }
        guard geteuid() != 0 else { return .ok("firewall", "iptables is there") }
        return .warn(
            "firewall", "iptables is there, but only root may use it",
            advice: "Run 'berth serve' as root, or accept open host ports with isolation: off.")
    }

    /// Whether serve and gateway run, and from the same file.
    static func processes(_ state: StateDirectory) -> Check {
        let names = ["serve", "gateway"]
        let running = names.filter { state.runs($0) }
        guard running.count == 2 else {
            let detail = running.isEmpty ? "neither serve nor gateway runs" : "only \(running[0]) runs"
            return .warn("processes", detail, advice: "Start 'berth serve', which starts a gateway where none runs.")
        }
        let programs = names.map { state.program(of: $0) }
        guard let first = programs[0], let second = programs[1] else {
            return .ok("processes", "serve and gateway run; their files are for root to see")
        }
        if first == second { return .ok("processes", "serve and gateway run, of the same version") }
        return .warn(
            "processes", "serve and gateway run from different files, as after an upgrade",
            advice: "That works. To renew the gateway, end it when few are at work: serve starts another.")
    }
}

extension StateDirectory {
    /// The process that `lock(name)` wrote down; nil when there is none.
    private func pid(of name: String) -> Int32? {
        let text = FileManager.default.contents(atPath: "\(path)/run/\(name).pid").map {
            String(decoding: $0, as: UTF8.self)
        }
        return text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    fileprivate func runs(_ name: String) -> Bool {
        pid(of: name).map { FileManager.default.fileExists(atPath: "/proc/\($0)") } ?? false
    }

    /// The file that a process runs, as device and inode; nil where this user may not see it.
    fileprivate func program(of name: String) -> [UInt64]? {
        var found = stat()
        guard let pid = pid(of: name), stat("/proc/\(pid)/exe", &found) == 0 else { return nil }
        return [UInt64(found.st_dev), UInt64(found.st_ino)]
    }
}
