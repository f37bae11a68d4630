import Servers
import Testing

@Suite("The one next step")
struct DecideTests {
    private func check(_ rows: [DecideCase], sourceLocation: SourceLocation = #_sourceLocation) {
        for row in rows {
            let step = decide(row.tracked, seen: row.observation, at: Given.now, limits: Given.limits)
            #expect(step == row.expected, "\(row)", sourceLocation: sourceLocation)
        }
    }

    @Test("A server that was never launched rests")
    func neverLaunched() throws {
        let tracked = TrackedServer(server: try Given.server(.stopped(.stoppedByUser), generation: 0), status: nil)
        let nothing = Observation(containers: [], epoch: Given.epoch)
        #expect(decide(tracked, seen: nothing, at: Given.now, limits: Given.limits) == .rest(until: nil))
    }

    @Test("A new generation is accepted once the one before is finished; that one is ended as any other")
    func accept() throws {
        var rows = [
            try Given.row("no status", nil, [], .accept),
            try Given.row("old finished", Given.status(.finished, generation: 1), [], .accept),
        ]
        for desired in [Desired.running, .stopped(.stoppedByUser), .removed(.stoppedByUser)] {
            for phase in Phase.allCases where phase < .killInitiated {
                let status = try Given.status(phase, generation: 1)
                rows.append(try Given.row("old \(phase)", wanting: desired, status, [], .end(.restarted)))
            }
            let ending = try Given.status(.killInitiated, generation: 1) { $0.reason = .restarted }
            let (old, new) = (Given.container(.running, generation: 1, id: "old"), Given.container(.running))
            rows += [
                try Given.row("still running", wanting: desired, ending, [new, old], .stop(old)),
                try Given.row("gone", wanting: desired, ending, [], .finish(.restarted)),
            ]
        }
        rows.append(try Given.row("stopped before", wanting: .stopped(.stoppedByUser), nil, [], .accept))
        check(rows)
    }

    @Test("An older generation's container goes before anything else is done, in every phase")
    func stale() throws {
        for phase in [nil] + Phase.allCases.map(Optional.some) {
            for state in Given.allStates {
                let old = Given.container(state, generation: 1, id: "old")
                let expected: Step =
                    switch state {
                    case .running, .paused, .restarting, .unknown: .stop(old)
                    case .created, .exited, .dead: .remove(old)
                    case .removing: .removeForced(old)
                    }
                let status = try phase.map { try Given.status($0) }
                check([
                    try Given.row(
                        "\(String(describing: phase)) \(state)", status, [Given.container(.running), old], expected)
                ])
            }
        }
    }

    @Test("A later generation's container is taken over, in every phase; of a server that never ran it goes")
    func ahead() throws {
        for phase in [nil] + Phase.allCases.map(Optional.some) {
            for state in Given.allStates {
                let later = Given.container(state, generation: 3, id: "later")
                let status = try phase.map { try Given.status($0) }
                check([try Given.row("\(String(describing: phase)) \(state)", status, [later], .adopt(later))])
            }
        }
        let later = Given.container(.running, generation: 1)
        var unlaunched = try Given.server(.stopped(.stoppedByUser), generation: 0)
        unlaunched.spec = nil
        let seen = Observation(containers: [later], epoch: Given.epoch)
        let tracked = TrackedServer(server: unlaunched, status: nil)
        #expect(decide(tracked, seen: seen, at: Given.now, limits: Given.limits) == .stop(later))
    }

    @Test("A finished generation is never started again by itself; a container left over goes")
    func finished() throws {
        for desired in [Desired.running, .stopped(.stoppedByUser), .removed(.stoppedByUser)] {
            let status = try Given.status(.finished)
            check([try Given.row("nothing left", wanting: desired, status, [], .rest(until: nil))])
            for state in Given.allStates {
                let left = Given.container(state)
                let expected: Step =
                    switch state {
                    case .running, .paused, .restarting, .unknown: .stop(left)
                    case .created, .exited, .dead: .remove(left)
                    case .removing: .removeForced(left)
                    }
                check([try Given.row("\(state)", wanting: desired, status, [left], expected)])
            }
        }
    }

    @Test("Whether a started server answers is noted when it changes, and changes nothing else")
    func health() throws {
        for healthy in [true, false] {
            for answers in [nil, true, false] as [Bool?] {
                let status = try Given.status(.started) { $0.healthy = healthy }
                let tracked = TrackedServer(server: try Given.server(), status: status)
                let seen = Observation(containers: [Given.container(.running)], epoch: Given.epoch, answers: answers)
                let expected =
                    answers.flatMap { $0 == healthy ? nil : Step.noteHealth(answers: $0) } ?? .rest(until: nil)
                #expect(decide(tracked, seen: seen, at: Given.now, limits: Given.limits) == expected)
            }
        }
    }

    @Test("A stop ends whatever is under way; before it answered, a user's stop is a cancellation")
    func stop() throws {
        for state in [nil] + Given.allStates.map(Optional.some) {
            let seen = state.map { [Given.container($0)] } ?? []
            for phase in [Phase.accepted, .launched, .startInitiated] {
                let status = try Given.status(phase) { $0.retryAt = Given.now + .seconds(9) }
                check([
                    try Given.row("\(phase)", wanting: .stopped(.stoppedByUser), status, seen, .end(.cancelled)),
                    try Given.row("\(phase)", wanting: .stopped(.stoppedByAdmin), status, seen, .end(.stoppedByAdmin)),
                ])
            }
            let status = try Given.status(.started)
            check([
                try Given.row("started", wanting: .stopped(.stoppedByUser), status, seen, .end(.stoppedByUser)),
                try Given.row("started", wanting: .stopped(.reapedIdle), status, seen, .end(.reapedIdle)),
            ])
        }
    }

    @Test("A launch that has waited to be admitted as long as it may is over; where it may for ever, it is not")
    func queueTimeout() throws {
        let day = Duration.seconds(86_400)
        check([
            try Given.row(
                "a day", Given.status(.accepted) { $0.since = Given.now - day }, [], .end(.queueTimeout)),
            try Given.row("less", Given.status(.accepted) { $0.since = Given.now - day + .seconds(1) }, [], .admit),
        ])
        let old = TrackedServer(
            server: try Given.server(), status: try Given.status(.accepted) { $0.since = Given.now - day * 99 })
        let nothing = Observation(containers: [], epoch: Given.epoch)
        #expect(decide(old, seen: nothing, at: Given.now, limits: LifecycleLimits(queue: nil)) == .admit)
    }

    @Test("An accepted launch is admitted")
    func admit() throws {
        check([try Given.row("accepted", Given.status(.accepted), [], .admit)])
    }

    @Test("On the way up: image, container, start", arguments: [Phase.launched, .startInitiated])
    func up(phase: Phase) throws {
        let bare = try Given.status(phase) { $0.image = nil }
        let ready = try Given.status(phase) { $0.image = ImageDigest("sha256:01") }
        let created = Given.container(.created, startedAt: nil, endpoint: nil)
        check([
            try Given.row("no image", bare, [], .prepareImage),
            try Given.row("image", ready, [], .create),
            try Given.row("created", ready, [created], .start(created)),
            try Given.row("dead", ready, [Given.container(.dead)], .end(.engineError)),
            try Given.row("removing", ready, [Given.container(.removing)], .rest(until: Given.now + .seconds(1))),
        ])
    }

    @Test("A system's failure waits for its time, and then goes on", arguments: [Phase.launched, .startInitiated])
    func retry(phase: Phase) throws {
        let later = Given.now + .microseconds(1)
        for seen in [[], [Given.container(.created)], [Given.container(.running)]] {
            let waiting = try Given.status(phase) { $0.retryAt = later }
            check([try Given.row("waiting", waiting, seen, .rest(until: later))])
        }
        let due = try Given.status(phase) {
            $0.image = ImageDigest("sha256:01")
            $0.retryAt = Given.now
        }
        check([try Given.row("due", due, [], .create)])
    }

    @Test("A container that runs is probed until its deadline, which counts from its latest start")
    func probe() throws {
        let long = Given.now + .seconds(-120)
        let recent = Given.now + .seconds(-119)
        let deadline = Given.now + .seconds(1)
        for state in Given.alive {
            let container = Given.container(state, startedAt: recent)
            let late = Given.container(state, startedAt: long)
            let unknown = Given.container(state, startedAt: nil)
            let plain = try Given.status(.startInitiated)
            let recorded = try Given.status(.startInitiated) { $0.containerStartedAt = long }
            check([
                try Given.row("\(state) in time", plain, [container], .probe(container, deadline: deadline)),
                try Given.row("\(state) too late", plain, [late], .end(.startTimeout)),
                try Given.row("\(state) recorded and too late", recorded, [late], .end(.startTimeout)),
                try Given.row(
                    "\(state) started again, unrecorded", recorded, [container], .probe(container, deadline: deadline)),
                try Given.row(
                    "\(state) no time known", plain, [unknown],
                    .probe(unknown, deadline: Given.now + .seconds(120))),
            ])
        }
    }

    @Test(
        "A container that ended says why, unless the engine restarted: then it is started again",
        arguments: [Phase.startInitiated, .started])
    func ended(phase: Phase) throws {
        for (state, reason) in Given.ended {
            let container = Given.container(state, endpoint: nil)
            let status = try Given.status(phase) { $0.epoch = Given.epoch }
            let unknown = try Given.status(phase) { $0.epoch = nil }
            let other = EngineEpoch("later")
            check([
                try Given.row("same run", status, [container], .end(reason)),
                try Given.row("another run", status, [container], epoch: other, .startAgain(container)),
                try Given.row("no run known now", status, [container], epoch: nil, .end(reason)),
                try Given.row("no run known then", unknown, [container], epoch: other, .end(reason)),
            ])
        }
    }

    @Test("A started server rests while its container runs where the status says, and is settled where not")
    func started() throws {
        for state in Given.alive where state != .running {
            let odd = Given.container(state, id: "d")
            check([try Given.row("\(state)", Given.status(.started), [odd], .rest(until: Given.now + .seconds(5)))])
        }
        for state in [ObservedContainer.State.running] {
            let container = Given.container(state)
            let moved = Given.container(state, endpoint: Endpoint(host: "172.18.0.3", port: 8888))
            let other = Given.container(state, id: "d")
            let nowhere = Given.container(state, endpoint: nil)
            let status = try Given.status(.started)
            let missed = try Given.status(.started) { $0.missingSince = Given.now + .seconds(-999) }
            let unhealthy = try Given.status(.started) { $0.healthy = false }
            check([
                try Given.row("\(state) as known", status, [container], .rest(until: nil)),
                try Given.row(
                    "\(state) in another run", status, [container], epoch: EngineEpoch("x"), .rest(until: nil)),
                try Given.row("\(state) unhealthy", unhealthy, [container], .rest(until: nil)),
                try Given.row("\(state) elsewhere", status, [moved], .settle(moved)),
                try Given.row("\(state) another container", status, [other], .settle(other)),
                try Given.row("\(state) back again", missed, [container], .settle(container)),
                try Given.row("\(state) without an address", status, [nowhere], .rest(until: nil)),
            ])
        }
        let status = try Given.status(.started)
        let created = Given.container(.created, endpoint: nil)
        check([
            try Given.row("created", status, [created], .startAgain(created)),
            try Given.row("dead", status, [Given.container(.dead)], .end(.engineError)),
            try Given.row("removing", status, [Given.container(.removing)], .rest(until: Given.now + .seconds(1))),
        ])
    }

    @Test("A started server whose container is missing is given its grace before it counts as removed")
    func missing() throws {
        let since = { (seconds: Int) in try Given.status(.started) { $0.missingSince = Given.now + .seconds(-seconds) }
        }
        check([
            try Given.row("first seen", Given.status(.started), [], .noteMissing),
            try Given.row("in grace", since(59), [], .rest(until: Given.now + .seconds(1))),
            try Given.row("after grace", since(60), [], .end(.removedOutside)),
        ])
    }

    @Test(
        "On the way out: stop, kill, force, each once; then remove, then finish",
        arguments: [Desired.running, .stopped(.stoppedByUser)])
    func out(desired: Desired) throws {
        let tried = { (count: Int) in try Given.status(.killInitiated) { $0.stopAttempts = count } }
        for state in Given.alive + [.removing] {
            let container = Given.container(state)
            check([
                try Given.row("\(state) 0", wanting: desired, tried(0), [container], .stop(container)),
                try Given.row("\(state) 1", wanting: desired, tried(1), [container], .kill(container)),
                try Given.row("\(state) 2", wanting: desired, tried(2), [container], .removeForced(container)),
                try Given.row("\(state) 9", wanting: desired, tried(9), [container], .removeForced(container)),
            ])
        }
        for state in Given.ended.map(\.0) + [.created, .dead] {
            let container = Given.container(state)
            check([
                try Given.row("\(state) 0", wanting: desired, tried(0), [container], .remove(container)),
                try Given.row("\(state) 2", wanting: desired, tried(2), [container], .remove(container)),
                try Given.row("\(state) 3", wanting: desired, tried(3), [container], .removeForced(container)),
            ])
        }
        let bare = try Given.status(.killInitiated) { $0.reason = nil }
        check([
            try Given.row("gone", wanting: desired, tried(2), [], .finish(.drained)),
            try Given.row("gone without a reason", wanting: desired, bare, [], .finish(.cancelled)),
        ])
    }

    @Test("On the way out an engine restart changes nothing: what was wanted gone stays gone")
    func outAcrossRestart() throws {
        let exited = Given.container(.exited(code: 255, oomKilled: false))
        check([
            try Given.row("restart", Given.status(.killInitiated), [exited], epoch: EngineEpoch("x"), .remove(exited))
        ])
    }
}
