import DockerEngine
import Servers

// What the operator's profile names must be there before a container is created.

extension DockerRuntime {
    /// Throws `RuntimeError.lacking` when a volume or the runtime is not there; an engine would make an empty volume.
    func requireParts(of plan: ContainerPlan) async throws {
        if let runtime = plan.runtime { try await require(runtime: runtime) }
        for mount in plan.mounts {
            if case .volume(let name) = mount.source { try await require(volume: name) }
        }
    }

    private func require(runtime: String) async throws {
        let known = try await engine.info().runtimes.keys.sorted()
        guard known.contains(runtime) else {
            throw RuntimeError.lacking(
                "the engine has no runtime \"\(runtime)\" (it has \(known.joined(separator: ", "))); "
                    + "add it to the engine's daemon.json, or change the profile's runtime")
        }
    }

    private func require(volume: String) async throws {
        do {
            _ = try await engine.inspectVolume(volume)
        } catch EngineError.notFound {
            throw RuntimeError.lacking(
                "the engine has no volume \"\(volume)\"; make it, or change the profile's mounts")
        }
    }

    /// What a create's refusal means: the engine itself looks whether the paths of mounts are there.
    func meaning(ofRefusal message: String, of plan: ContainerPlan) -> any Error {
        let paths = plan.mounts.compactMap { mount -> String? in
            guard case .path(let path) = mount.source else { return nil }
            return path
        }
        let missing = message.contains("bind source path does not exist")
        guard missing, let path = paths.first(where: { message.hasSuffix(": \($0)") }) else {
            return EngineError.badParameter(message: message)
        }
        return RuntimeError.lacking("there is no \(path) on the host; make it, or change the profile's mounts")
    }
}
