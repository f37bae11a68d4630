import DockerEngine
import Foundation
import HubAPI
import Logging
import Servers
import Settings

/// Looks at the machine that Berth runs on.
enum MachineChecks {
    /// Whether the configuration can be read, and what it says.
    static func configuration(file: String?, _ context: CommandContext) -> (Check, BerthSettings?) {
        do {
            let settings = try BerthSettings.load(flags: [:], environment: context.environment, file: file)
            return (.ok("configuration", "read; state in \(settings.stateDirectory)"), settings)
        } catch {
            let all = error.problems.map(\.description).joined(separator: "; ")
            return (.fail("configuration", all, advice: "Put that right; the README of Settings has all keys."), nil)
        }
    }

    /// Whether the engine answers and is fit, and the images of the profiles are there.
    static func engine(_ settings: BerthSettings?) async -> ([Check], SystemInfo?) {
        let socket = settings?.dockerSocket ?? defaultSocket
        let logger = Logger(label: "berth.doctor", factory: { _ in SwiftLogNoOpLogHandler() })
        let client = EngineClient(socketPath: socket, logger: logger)
        let found = await engine(client, socket: socket, images: images(settings))
        await client.shutdown()
        return found
    }

    private static func engine(
        _ client: EngineClient, socket: String, images: [String]
    ) async -> ([Check], SystemInfo?) {
        guard access(socket, F_OK) != 0 || access(socket, R_OK | W_OK) == 0 else {
            let advice = "Run as root, or as a member of the group of that socket (usermod -aG docker NAME)."
            return ([.fail("engine", "\(socket) may not be used by this user", advice: advice)], nil)
        }
        do {
            let ping = try await client.ping()
            let info = try await client.info()
            var checks = [answers(info, socket, "\(ping.agreedVersion)"), limits(info)]
            for image in images { checks.append(await check(image: image, client)) }
            return (checks, info)
        } catch {
            let advice = "Start the Docker Engine, or name its socket with docker_socket; scripts/up installs one."
            return ([.fail("engine", "\(error)", advice: advice)], nil)
        }
    }

    private static func answers(_ info: SystemInfo, _ socket: String, _ version: String) -> Check {
        let detail =
            "\(info.serverVersion) at \(socket), API \(version), storage \(info.storageDriver), "
            + "cgroup v\(info.cgroupVersion)"
        if info.storageDriver == "vfs" {
            return .warn(
                "engine", detail,
                advice: "The storage driver vfs copies the whole image for every server; overlay2 does not.")
        }
        return .ok("engine", detail)
    }

    private static func limits(_ info: SystemInfo) -> Check {
        let missing = [("memory", info.memoryLimit), ("swap", info.swapLimit), ("pids", info.pidsLimit)]
            .filter { !$0.1 }.map(\.0)
        let host = "\(info.cpus) cores, \(Bytes(info.memory))"
        if missing.isEmpty { return .ok("limits", "memory, swap and pids can be limited; \(host)") }
        let detail = "\(missing.joined(separator: ", ")) can't be limited; \(host)"
        let advice = "Turn the cgroup controllers on (kernel command line: cgroup_enable=memory swapaccount=1)."
        return missing == ["swap"]
            ? .warn("limits", detail, advice: advice) : .fail("limits", detail, advice: advice)
    }

    private static func check(image: String, _ client: EngineClient) async -> Check {
        do {
            let found = try await client.inspectImage(image)
            return .ok("image", "\(image), \(Bytes(found.size))")
        } catch EngineError.notFound {
            return .fail(
                "image", "\(image) is not there",
                advice: "Build it with scripts/image; an image of a registry is pulled at the first launch.")
        } catch {
            return .fail("image", "\(image): \(error)", advice: "See the engine's own log.")
        }
    }

    /// The images that profiles name; the usual one where there are no profiles to read.
    private static func images(_ settings: BerthSettings?) -> [String] {
        guard let settings,
            let set = try? ProfileLoader.load(directory: settings.profilesDirectory, default: settings.defaultProfile)
        else { return [usualImage] }
        return Array(Set(set.profiles.map(\.image))).sorted()
    }

    private static let usualImage = "berth/notebook:default"
    private static let defaultSocket = "/var/run/docker.sock"
}

extension MachineChecks {
    /// Who has the gateway's port.
    static func port(_ settings: BerthSettings?) async -> [Check] {
        guard let settings else { return [] }
        let listen = settings.listen
        let scheme = settings.tls == nil ? "http" : "https"
        guard let address = try? HubAddress("\(scheme)://\(reachable(listen))") else { return [] }
        do {
            let version = try await withHubClient(address: address, token: nil) { try await $0.version() }
            return [version.berth == nil ? taken(listen) : .ok("port", "\(listen): Berth listens there")]
        } catch HubError.unreachable {
            return [.ok("port", "\(listen) is free: no gateway runs")]
        } catch HubError.badAnswer {
            return [taken(listen)]
        } catch {
            // Refusals are a gateway's whose hub is away, or which is asked by another name: the hub's checks tell.
            return [.ok("port", "\(listen): something answers as a gateway does")]
        }
    }

    private static func taken(_ listen: ListenAddress) -> Check {
        .fail("port", "\(listen) is used by another program", advice: "Stop it, or give Berth another port: listen.")
    }

    /// An address to connect to: a wildcard is none.
    private static func reachable(_ listen: ListenAddress) -> String {
        switch listen.host {
        case "0.0.0.0", "::": "localhost:\(listen.port)"
        default: listen.description
        }
    }
}
