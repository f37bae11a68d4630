import Accounts
import Servers

/// The steps of a launch.
extension StepRunner {
    /// Finds the image, or pulls it; a stop that comes meanwhile ends the pull.
    func prepareImage(_ server: Server, _ status: ServerStatus) async throws -> Next {
        guard let spec = server.spec else { return .rest(until: nil) }
        var next = status
        next.message = nil
        if let digest = try await presentImage(spec) {
            next.image = digest
        } else {
            let control = control
            control.progress.set(.pulling(done: Bytes(0), total: nil), for: server.id)
            let pulled = try await untilWoken(server.id) {
                try await control.runtime.pull(spec.image) { done, total in
                    control.progress.set(.pulling(done: done, total: total), for: server.id)
                }
            }
            guard let pulled else { return .again }
            next.image = pulled
            try await control.pulled.notePulled(PulledImage(digest: pulled, reference: spec.image, pulledAt: now))
        }
        return try await record(next, server, NewEvent(.imageReady, "Image \(spec.image) is ready"))
    }

    /// The image that is used as it is; nil when it is to be pulled. Throws `imageMissing` where it never is.
    private func presentImage(_ spec: ServerSpec) async throws(RuntimeError) -> ImageDigest? {
        if spec.pull == .always { return nil }
        let digest = try await control.runtime.image(spec.image)?.digest
        guard digest != nil || spec.pull != .never else {
            throw .imageMissing("this machine has no image \(spec.image), and the profile never pulls it")
        }
        return digest
    }

    func create(_ server: Server, _ status: ServerStatus) async throws -> Next {
        var server = server
        // A resize that comes before the container does: it has it from the start.
        if let desired = server.desiredResources { server.spec?.resources = desired }
        guard var spec = server.spec, let image = status.image else { return .rest(until: nil) }
        spec.gpus = status.reservation?.gpus ?? spec.gpus
        control.progress.set(.creating, for: server.id)
        var directories = try await control.workspaces.prepare(server)
        for kind in Notice.Kind.allCases { try await control.workspaces.withdraw(kind, from: server.id) }
        directories.secrets = try await placeSecrets(of: server)
        let plan = ContainerPlan(
            server: server, spec: spec, image: image, instance: control.instance, node: status.node,
            token: token(of: server), hub: "\(control.origins.hub)", base: control.origins.base,
            directories: directories,
            limits: control.limits)
        var next = status.advanced(to: .startInitiated, at: now)
        next.container = try await control.runtime.create(plan)
        // So that a start that was not recorded any more is told from a crash after the engine restarted.
        next.epoch = control.engine.host?.epoch
        next.message = nil
        return try await record(next, server, NewEvent(.created, "Container created"))
    }

    /// A secret that is missing is the profile's fault, not the disk's.
    private func placeSecrets(of server: Server) async throws -> String? {
        do {
            return try await control.workspaces.placeSecrets(server)
        } catch {
            throw RuntimeError.lacking("\(error)")
        }
    }

    func start(
        _ container: ObservedContainer, _ server: Server, _ status: ServerStatus, after restart: String?
    ) async throws -> Next {
        control.progress.set(.starting, for: server.id)
        try await control.runtime.start(container.id)
        var next = status.advanced(to: .startInitiated, at: now)
        next.container = container.id
        next.containerStartedAt = now
        next.epoch = control.engine.host?.epoch
        next.endpoint = nil
        next.healthy = false
        next.missingSince = nil
        let event = restart.map { NewEvent(.hostRestarted, $0) } ?? NewEvent(.starting, "Container started")
        return try await record(next, server, event)
    }

    /// Asks Jupyter until it answers, the server is woken, or it is time to look at the container again.
    func probe(
        _ container: ObservedContainer, _ server: Server, _ status: ServerStatus, _ deadline: Timestamp
    ) async throws -> Next {
        control.progress.set(.waitingForJupyter, for: server.id)
        guard let endpoint = container.endpoint else { return .rest(until: now + .milliseconds(100)) }
        let until = min(deadline, now + .seconds(2))
        let began = status.containerStartedAt ?? now
        guard try await answers(endpoint, server, began, until) else { return .again }
        var next = status.advanced(to: .started, at: now)
        next.retryAt = nil
        return try await route(container, endpoint, server, next, NewEvent(.started, "Running"))
    }

    /// A started server whose container, address or health changed: it is routed once it answers.
    func settle(_ container: ObservedContainer, _ server: Server, _ status: ServerStatus) async throws -> Next {
        guard let endpoint = container.endpoint else { return .rest(until: now + .milliseconds(100)) }
        guard try await answers(endpoint, server, now, now + .seconds(2)) else { return .again }
        return try await route(container, endpoint, server, status, NewEvent(.healthy, "Running"))
    }

    private func route(
        _ container: ObservedContainer, _ endpoint: Endpoint, _ server: Server, _ status: ServerStatus,
        _ event: NewEvent
    ) async throws -> Next {
        var next = status
        next.container = container.id
        next.endpoint = endpoint
        next.healthy = true
        next.missingSince = nil
        next.failures = 0
        next.message = nil
        let route = Route(
            key: server.key, server: server.id, generation: server.generation, container: container.id,
            endpoint: endpoint, token: token(of: server))
        // Before the record, so that what is called ready is reached; after it, too, for a gateway that attached in between
        // and was told what the store said then.
        await control.routes.publish(route)
        guard try await control.servers.record(next, [event], at: now) else {
            await control.routes.withdraw(server.key)
            return .again
        }
        control.progress.clear(server.id)
        await control.routes.publish(route)
        return .again
    }

    /// Probes every 25 ms, from 5 s after `began` on every 250 ms, until `until`; false when woken or out of time.
    private func answers(
        _ endpoint: Endpoint, _ server: Server, _ began: Timestamp, _ until: Timestamp
    ) async throws -> Bool {
        let control = control
        let token = token(of: server)
        let path = control.origins.path(of: server.key)
        let answered = try await untilWoken(server.id) {
            repeat {
                let answer = await control.notebook.probe(endpoint, basePath: path, token: token)
                if answer == .ready { return true }
                let isEarly = control.time.now() - began < .seconds(5)
                try await control.time.sleep(for: isEarly ? .milliseconds(25) : .milliseconds(250))
            } while control.time.now() < until
            return false
        }
        return answered ?? false
    }

    private func token(of server: Server) -> String {
        control.keys.notebookToken(server: server.id, generation: server.generation)
    }
}
