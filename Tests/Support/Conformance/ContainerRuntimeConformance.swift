package import Servers

/// A promise of a port that an adapter did not keep.
package struct BrokenPromise: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
}

/// Checks the contract of `ContainerRuntime` that every adapter and the fake keep; throws `BrokenPromise` at the first
/// that is broken. Leaves no container behind when it succeeds.
///
/// - Parameters:
///   - image: an image that is there, whose process runs until it is told to end and then ends with code 0.
///   - plan: makes a plan of the image's digest for a server and generation, with directories that exist.
package func checkContainerRuntime(
    _ runtime: any ContainerRuntime, image: String,
    plan: @Sendable (ServerID, Int, ImageDigest) throws -> ContainerPlan
) async throws {
    guard let digest = try await runtime.image(image)?.digest else {
        throw BrokenPromise(description: "the digest of \(image), which is there, is not told")
    }
    try await promise("the list of images has it, with its name and size") {
        try await runtime.images().contains {
            $0.digest == digest && $0.references.contains(image) && $0.size > Bytes(0)
        }
    }
    try await promise("an image that is not there is removed already") {
        try await runtime.removeImage(ImageDigest("sha256:" + String(repeating: "b", count: 64)))
    }
    try await promise("an image that is not there has no digest") {
        try await runtime.image("berth.invalid/none:none") == nil
    }
    try await promise("the host tells its cores and memory") {
        let host = try await runtime.host()
        return host.capacity.cpu > Cores(thousandths: 0) && host.capacity.memory > Bytes(0) && !host.name.isEmpty
    }
    try await promise("two readings in one run of the engine tell the same epoch") {
        let (first, second) = (try await runtime.host(), try await runtime.host())
        return first.epoch == second.epoch
    }
    try await runtime.isolate()
    try await runtime.isolate()
    let server = ServerID.random(length: 12)
    try await checkLife(runtime, try plan(server, 3, digest))
    try await checkEnds(runtime, try plan(server, 4, digest))
    try await checkAbsence(runtime)
    try await checkMissingImage(
        runtime, try plan(server, 5, ImageDigest("sha256:" + String(repeating: "a", count: 64))))
    try await checkLacking(runtime, try plan(server, 6, digest))
}

/// Created, created again, started, started again, stopped, started anew, stopped again, removed.
private func checkLife(_ runtime: any ContainerRuntime, _ plan: ContainerPlan) async throws {
    let server = plan.labels.server
    let id = try await runtime.create(plan)
    try await promise("a second create answers the same container") { try await runtime.create(plan) == id }
    let created = try await only(runtime, server)
    try promise("a created container has its name, generation, no start and no endpoint") {
        created.id == id && created.name == plan.name && created.generation == plan.labels.generation
            && created.state == .created && created.startedAt == nil && created.endpoint == nil
    }
    try await promise("an image that a container uses is not removed") {
        let removed = try await runtime.removeImage(plan.image)
        let isThere = try await runtime.images().contains { $0.digest == plan.image }
        return !removed && isThere
    }
    try await runtime.start(id)
    try await runtime.start(id)
    let running = try await only(runtime, server)
    try promise("a started container runs, and has a start and an endpoint") {
        running.state == .running && running.startedAt != nil && running.endpoint != nil
    }
    try await promise("the list of all shows what the list of one server shows") {
        try await runtime.containers().contains { $0 == running }
    }
    try await promise("another server's list does not show it") {
        try await runtime.containers(of: ServerID.random(length: 12)).isEmpty
    }
    try await checkResources(runtime, running, plan)
    try await promise("a running container is removed by force only") {
        do {
            try await runtime.remove(id, force: false)
            return false
        } catch {
            return true
        }
    }
    try await runtime.stop(id, grace: .seconds(10))
    try await runtime.stop(id, grace: .seconds(10))
    try await runtime.kill(id)
    let stopped = try await only(runtime, server)
    try promise("a stopped container has exited and has no endpoint") {
        // With any code: a process that is stopped before it has set its trap is killed.
        guard case .exited(_, oomKilled: false) = stopped.state else { return false }
        return stopped.endpoint == nil
    }
    _ = try await runtime.log(of: id, limit: .mebibytes(1))
    try await runtime.start(id)
    let again = try await only(runtime, server)
    try promise("an exited container starts again, later than before") {
        guard let first = running.startedAt, let second = again.startedAt else { return false }
        return again.state == .running && second > first
    }
    try await runtime.stop(id, grace: .seconds(10))
    try await runtime.remove(id, force: false)
    try await promise("a removed container is in no list") { try await runtime.containers(of: server).isEmpty }
}

/// Given more and less while it runs.
private func checkResources(
    _ runtime: any ContainerRuntime, _ running: ObservedContainer, _ plan: ContainerPlan
) async throws {
    let planned = ContainerLimits(plan.resources)
    try promise("a container has the limits of its plan") { running.limits == planned }
    try await promise("what a running container uses is less than its memory") {
        try await runtime.usage(of: running.id).memory < planned.memory
    }
    var wanted = planned
    wanted.memory = Bytes(planned.memory.count * 2)
    wanted.memoryAndSwap = wanted.memory
    wanted.burst = Cores(thousandths: 700)
    wanted.weight = 400
    wanted.pids = planned.pids + 1
    for limits in [wanted, planned] {
        try await runtime.resize(running.id, to: limits)
        let resized = try await only(runtime, plan.labels.server)
        try promise("a running container has its new limits, and is the same container") {
            resized.limits == limits && resized.startedAt == running.startedAt && resized.state == .running
        }
    }
}

/// Killed, and removed by force while it runs.
private func checkEnds(_ runtime: any ContainerRuntime, _ plan: ContainerPlan) async throws {
    let id = try await runtime.create(plan)
    try await runtime.start(id)
    try await runtime.kill(id)
    try await eventually("a killed container has exited with 137") {
        try await only(runtime, plan.labels.server).state == .exited(code: 137, oomKilled: false)
    }
    try await runtime.start(id)
    try await runtime.remove(id, force: true)
    try await promise("force removes a running container") {
        try await runtime.containers(of: plan.labels.server).isEmpty
    }
}

/// What ends a container does not mind that it is gone; what needs one does.
private func checkAbsence(_ runtime: any ContainerRuntime) async throws {
    let gone = ContainerID(String(repeating: "e", count: 64))
    try await runtime.stop(gone, grace: .seconds(1))
    try await runtime.kill(gone)
    try await runtime.remove(gone, force: false)
    try await runtime.remove(gone, force: true)
    try await promise("a container that is gone cannot be started: notFound") {
        do {
            try await runtime.start(gone)
            return false
        } catch RuntimeError.notFound {
            return true
        }
    }
    try await promise("a container that is gone cannot be resized: notFound") {
        do {
            let half = Resources.CPU(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 500))
            try await runtime.resize(gone, to: ContainerLimits(Resources(cpu: half, memory: .mebibytes(64))))
            return false
        } catch RuntimeError.notFound {
            return true
        }
    }
    try await promise("a container that is gone has no log: notFound") {
        do {
            _ = try await runtime.log(of: gone, limit: Bytes(10))
            return false
        } catch RuntimeError.notFound {
            return true
        }
    }
}

private func checkMissingImage(_ runtime: any ContainerRuntime, _ plan: ContainerPlan) async throws {
    try await promise("an image that is gone makes create throw imageMissing") {
        do {
            _ = try await runtime.create(plan)
            return false
        } catch RuntimeError.imageMissing {
            return true
        }
    }
}

/// What the plan names and is not there is never made up.
private func checkLacking(_ runtime: any ContainerRuntime, _ plan: ContainerPlan) async throws {
    var (withVolume, withRuntime) = (plan, plan)
    withVolume.mounts = [SharedMount(source: .volume("berth-test-no-such-volume"), target: "/data")]
    withRuntime.runtime = "berth-test-no-such-runtime"
    for (lacking, what) in [(withVolume, "volume"), (withRuntime, "runtime")] {
        try await promise("a \(what) that is not there makes create throw lacking, and nothing is created") {
            do {
                _ = try await runtime.create(lacking)
                return false
            } catch RuntimeError.lacking {
                return try await runtime.containers(of: plan.labels.server).isEmpty
            }
        }
    }
}

// MARK: Helpers

private func only(_ runtime: any ContainerRuntime, _ server: ServerID) async throws -> ObservedContainer {
    let found = try await runtime.containers(of: server)
    guard let first = found.first, found.count == 1 else {
        throw BrokenPromise(description: "one container of \(server) was expected, \(found.count) are listed")
    }
    return first
}

private func promise(_ text: String, _ isKept: () throws -> Bool) throws {
    guard try isKept() else { throw BrokenPromise(description: text) }
}

private func promise(_ text: String, _ isKept: () async throws -> Bool) async throws {
    guard try await isKept() else { throw BrokenPromise(description: text) }
}

/// Asks again until it is so, at most 200 times: some changes show a moment after the call that made them.
private func eventually(_ text: String, _ isSo: () async throws -> Bool) async throws {
    for _ in 0..<200 {
        if try await isSo() { return }
        await Task.yield()
    }
    throw BrokenPromise(description: text)
}
