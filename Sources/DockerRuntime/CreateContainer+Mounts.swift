import DockerEngine
import Servers

extension CreateContainer {
    /// Everything that is mounted into the container of `plan`, in the engine's words.
    static func mounts(of plan: ContainerPlan, scratch: DockerRuntimeSettings.Scratch) -> [Mount] {
        var mounts = [
            Mount(.bind, source: plan.runDirectory, target: "/run/berth", readOnly: true),
            Mount(.bind, source: plan.clusterDirectory, target: "/etc/berth/cluster", readOnly: true),
        ]
        if let workspace = plan.workspace { mounts.insert(Mount(.bind, source: workspace, target: plan.home), at: 0) }
        if let secrets = plan.secretsDirectory {
            mounts.append(Mount(.bind, source: secrets, target: containerSecrets, readOnly: true))
        }
        mounts += plan.mounts.map(mount)
        if scratch == .disk {
            // A new volume takes over the mode of the image's own /tmp, 1777.
            var volume = Mount(.volume, target: "/tmp")
            volume.volumeOptions = Mount.VolumeOptions(labels: [
                ContainerLabels.instanceKey: plan.labels.instance.value,
                ContainerLabels.serverKey: plan.labels.server.value,
            ])
            mounts.append(volume)
        }
        return mounts
    }

    /// What is memory of the container's own: scratch where it is told to be, a home that is to go with the container.
    static func tmpfs(of plan: ContainerPlan, scratch: DockerRuntimeSettings.Scratch) -> [String: String]? {
        var tmpfs: [String: String] = [:]
        if case .memory(let size) = scratch { tmpfs["/tmp"] = "rw,nosuid,nodev,mode=1777,size=\(size.count)" }
        if plan.workspace == nil {
            // Half of the memory, so that files alone cannot end the processes.
            let size = plan.resources.memory.count / 2
            tmpfs[plan.home] = "rw,exec,nosuid,nodev,mode=0700,uid=\(plan.uid),gid=\(plan.uid),size=\(size)"
        }
        return tmpfs.isEmpty ? nil : tmpfs
    }

    private static func mount(_ shared: SharedMount) -> Mount {
        switch shared.source {
        case .path(let path):
            var mount = Mount(.bind, source: path, target: shared.target, readOnly: shared.isReadOnly)
            // Engines before API 1.44 leave what is mounted below a read-only source writable: it is left out.
            if shared.isReadOnly { mount.bindOptions = Mount.BindOptions(nonRecursive: true) }
            return mount
        case .volume(let name):
            var mount = Mount(.volume, source: name, target: shared.target, readOnly: shared.isReadOnly)
            mount.volumeOptions = Mount.VolumeOptions(noCopy: true)
            return mount
        }
    }
}
