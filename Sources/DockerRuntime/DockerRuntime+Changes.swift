import DockerEngine
import Logging
package import Servers

// What changes a container. Each may be repeated; none touches a container that is not this instance's.

extension DockerRuntime {
    package func create(_ plan: ContainerPlan) async throws(RuntimeError) -> ContainerID {
        try await mapped {
            try await changes.run {
                try await requireParts(of: plan)
                let reach = try await network.ensure(plan.network)
                let container = CreateContainer(plan, settings: settings, published: reach == .published)
                do {
                    let made = try await engine.createContainer(container, name: plan.name)
                    for warning in made.warnings {
                        logger.warning("the engine warns of a container", metadata: ["warning": "\(warning)"])
                    }
                    return ContainerID(made.id)
                } catch EngineError.conflict(let message, let holder?) {
                    return try await adopt(holder, for: plan, message)
                } catch EngineError.badParameter(let message) {
                    throw meaning(ofRefusal: message, of: plan)
                }
            }
        }
    }

    /// The id of the container that has the plan's name, when it is the one that an earlier try created.
    private func adopt(_ holder: String, for plan: ContainerPlan, _ message: String) async throws -> ContainerID {
        let labels = try await engine.inspectContainer(holder).labels
        let wanted = plan.labels.dictionary
        let keys = [ContainerLabels.instanceKey, ContainerLabels.serverKey, ContainerLabels.generationKey]
        guard keys.allSatisfy({ labels[$0] == wanted[$0] }) else { throw RuntimeError.nameTaken(message) }
        return ContainerID(holder)
    }

    package func start(_ container: ContainerID) async throws(RuntimeError) {
        try await mapped {
            try await changes.run {
                let labels = try await require(container)
                // Rules may have gone since it was created: with a reboot, or by someone's hand.
                let policy = labels[ContainerLabels.networkKey].map { NetworkPolicy($0) ?? .internal }
                _ = try await network.ensure(policy ?? .egress)
                try await engine.startContainer(container.value)
            }
        }
    }

    package func stop(_ container: ContainerID, grace: Duration) async throws(RuntimeError) {
        try await mapped {
            try await stops.run {
                guard try await isPresent(container) else { return }
                try await ignoringAbsence {
                    try await engine.stopContainer(container.value, grace: Int(grace.components.seconds))
                }
            }
        }
    }

    package func kill(_ container: ContainerID) async throws(RuntimeError) {
        try await mapped {
            guard try await isPresent(container) else { return }
            try await ignoringAbsence {
                do {
                    try await engine.killContainer(container.value)
                } catch EngineError.conflict(let message, _) where message.contains("is not running") {
                    return
                }
            }
        }
    }

    package func remove(_ container: ContainerID, force: Bool) async throws(RuntimeError) {
        try await mapped {
            try await changes.run {
                guard try await isPresent(container) else { return }
                try await ignoringAbsence {
                    do {
                        try await engine.removeContainer(container.value, force: force, volumes: true)
                    } catch EngineError.conflict(let message, _) where message.contains("already in progress") {
                        return
                    }
                }
            }
        }
    }
}

// MARK: Ours or not

extension DockerRuntime {
    /// The container's labels; throws unless it is there and ours.
    @discardableResult
    func require(_ container: ContainerID) async throws -> [String: String] {
        let labels = try await engine.inspectContainer(container.value).labels
        guard labels[ContainerLabels.instanceKey] == instance.value else {
            throw RuntimeError.failed("container \(container) is not of this installation and is left alone")
        }
        return labels
    }

    /// Whether the container is there; throws when it is not ours.
    private func isPresent(_ container: ContainerID) async throws -> Bool {
        do {
            try await require(container)
            return true
        } catch EngineError.notFound {
            return false
        }
    }

    private func ignoringAbsence(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch EngineError.notFound {
            return
        }
    }
}
