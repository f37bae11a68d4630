import Servers
import Testing

private let now = Timestamp(microseconds: 1_000_000_000_000)

/// A server of ada's that has been running for three hours, and did something an hour ago.
private func entry(
    idle: Duration = .seconds(3600), reason: FinishReason? = nil, _ phase: Phase = .started
) throws -> FleetEntry {
    var entry = FleetEntry(
        id: ServerID("a"), key: ServerKey(owner: try UserName("ada"), name: try ServerName("gpu")))
    entry.displayName = "Große Läufe: train, all"
    entry.groups = ["physics", "staff"]
    entry.spec = .init(
        profile: ProfileID("large"), image: "berth/notebook:default", cpu: Cores(thousandths: 2000),
        memory: .gibibytes(4))
    entry.status = .init(
        generation: 1, isWanted: true, launchedAt: now - .seconds(3 * 3600 + 60), usedAt: nil,
        reached: .init(
            generation: 1, phase: phase, since: now - .seconds(3 * 3600), reason: reason,
            image: ImageDigest("sha256:beef01"), node: .local, healthy: true, container: nil, containerStartedAt: nil))
    entry.lastActivity = now - idle
    entry.usage = ServerUsage(at: now, memory: .gibibytes(3), peakMemory: .gibibytes(3), cores: 0.5, pids: nil)
    entry.verdict = .keep
    return entry
}

/// One that ended.
private func ended() throws -> FleetEntry {
    var entry = FleetEntry(id: ServerID("b"), key: ServerKey(owner: try UserName("ada l"), name: .default))
    entry.spec = .init(
        profile: ProfileID("small"), image: "other", cpu: Cores(thousandths: 500), memory: .gibibytes(1))
    entry.status = .init(
        generation: 4, isWanted: true, launchedAt: now - .seconds(600), usedAt: nil,
        reached: .init(
            generation: 4, phase: .finished, since: now - .seconds(90), reason: .oomKilled, image: nil, node: .local,
            healthy: false, container: nil, containerStartedAt: nil))
    return entry
}

@Suite("The fleet's filter")
struct FleetFilterTests {
    @Test(
        "A term fits a server that is so, and no other",
        arguments: [
            ("", true), ("   ", true),
            ("owner:ada", true), ("owner:ad", false), ("owner:ADA", true), ("owner:a*", true), ("owner:*d*", true),
            ("owner:*a", true), ("owner:b*", false), ("owner:ada*ada", false), ("owner:*", true),
            ("owner:bob,ada", true), ("owner:bob,eve", false), ("OWNER:ada", true), ("owner:\"ada\"", true),
            ("owner:\"a*\"", false), ("-owner:ada", false), ("!owner:ada", false), ("-owner:bob", true),
            ("group:staff", true), ("group:chem*", false), ("-group:staff", false), ("name:gpu", true),
            ("name:", false),
            ("server:ada/gpu", true), ("server:*/gpu", true), ("server:ada/", false),
            ("profile:large", true), ("profile:small,large", true), ("profile:Large", false),
            ("phase:started", true), ("phase:Running", true), ("phase:startinitiated", false), ("phase:failed", false),
            ("-phase:finished", true), ("reason:oomKilled", false), ("-reason:oomkilled", true),
            ("since:>2h", true), ("since:>=3h", true), ("since:<3h", false), ("since:<181m", true),
            ("idle:>30m", true), ("idle:<=1h", true), ("idle:>1h", false), ("idle:<10m,>30m", true),
            ("age:>3h", true), ("age:>1d", false), ("-age:>1d", true),
            ("cpu:2", true), ("cpu:=2", true), ("cpu:>2", false), ("cpu:>=2", true), ("cpu:1,2", true),
            ("memory:4G", true), ("memory:>2G", true), ("memory:<2G", false), ("memory:4096M", true),
            ("used:>1G", true), ("used:>80%", false), ("used:>70%", true), ("used:<=75%", true),
            ("load:>0.4", true), ("load:<10%", false), ("load:>=25%", true),
            ("image:beef", true), ("image:sha256:beef01", true), ("image:notebook:default", true),
            ("image:rust", false),
            ("image:*:minimal", false), ("image:berth/*", true),
            ("node:local", true), ("node:n*", false), ("verdict:keep", true), ("verdict:warn,reap", false),
            ("healthy:yes", true), ("healthy:no", false),
            ("ad", true), ("gpu", true), ("da/g", true), ("LÄUFE", true), ("\"läufe: train, all\"", true),
            ("chess", false), ("bob,gpu", true), ("-gpu", false), ("-chess", true),
            ("owner:ada phase:started idle:>30m profile:large", true), ("owner:ada phase:started idle:>2h", false),
        ] as [(String, Bool)])
    func fits(text: String, expected: Bool) throws {
        #expect(try FleetFilter(text).fits(entry(), now: now) == expected)
    }

    @Test(
        "What a server has not fits no term, and any that is turned round",
        arguments: [
            ("idle:>0s", nil), ("idle:<9d", false), ("-idle:<9d", true), ("age:>1s", false), ("used:<9T", false),
            ("load:<9", false), ("verdict:keep,warn,reap", false), ("-verdict:reap", true), ("healthy:yes,no", false),
            ("cpu:<99", true), ("image:*beef*", false), ("group:*", false), ("since:>1m", true), ("name:", true),
            ("owner:\"ada l\"", true), ("server:*/", true), ("reason:oomkilled", true), ("phase:failed", true),
            ("phase:stopped", false), ("phase:finished", true), ("-name:gpu", true),
        ] as [(String, Bool?)])
    func unknown(text: String, expected: Bool?) throws {
        guard let expected else {
            #expect(throws: InvalidValue.self) { try FleetFilter(text) }
            return
        }
        #expect(try FleetFilter(text).fits(ended(), now: now) == expected)
    }

    @Test(
        "Only those parts of a server are looked up that a filter needs",
        arguments: [
            ("ada", []), ("owner:ada -name:gpu server:*/", []), ("group:staff", [.groups]), ("profile:large", [.spec]),
            ("phase:started age:>1h", [.status]), ("idle:>2h", [.activity, .status]),
            ("used:>80%", [.usage, .spec, .status]), ("-verdict:keep", [.verdict, .spec, .status]),
            ("image:beef", [.spec, .status]),
        ] as [(String, Set<FleetPart>)])
    func parts(text: String, expected: Set<FleetPart>) throws {
        #expect(try FleetPart.needed(for: FleetFilter(text).keys) == expected)
    }

    @Test("A server that was never launched is stopped, and in no phase for any time")
    func neverLaunched() throws {
        let entry = FleetEntry(id: ServerID("c"), key: ServerKey(owner: try UserName("eve")))
        #expect(try FleetFilter("phase:stopped -since:>1s -age:>1s -profile:*").fits(entry, now: now))
    }

    @Test(
        "A mistake is told with its term, where that is, and what would be right",
        arguments: [
            ("ownr:ada", "filter term 1", "owner (did you mean that?)"),
            ("owner:ada idel:>2h", "filter term 2", "idle (did you mean that?)"),
            ("colour:red", "filter term 1", "one of owner, group"),
            (":ada", "filter term 1", "one of owner"),
            ("phase:strated", "filter term 1", "started (did you mean that?)"),
            ("phase:up", "filter term 1", "one of accepted, launched"),
            ("verdict:kept", "filter term 1", "keep (did you mean that?)"),
            ("reason:*", "filter term 1", "one of stoppedByUser"),
            ("healthy:true", "filter term 1", "one of yes, no"),
            ("idle:2h", "filter term 1", "idle:>2h"), ("a idle:>2", "filter term 2", "idle:>2h"),
            ("idle:>2h,3h", "filter term 1", "idle:>2h"), ("idle:=2h", "filter term 1", "idle:>2h"),
            ("idle:>10%", "filter term 1", "idle:>2h"), ("age:>99999d", "filter term 1", "age:>2h"),
            ("cpu:many", "filter term 1", "cpu:>0.5"), ("cpu:>-1", "filter term 1", "cpu:>0.5"),
            ("cpu:>nan", "filter term 1", "cpu:>0.5"), ("memory:>2X", "filter term 1", "memory:>512M"),
            ("memory:>50%", "filter term 1", "memory:>512M"), ("used:1G", "filter term 1", "used:>80%"),
            ("used:>inf%", "filter term 1", "used:>80%"), ("load:>>1", "filter term 1", "load:<10%"),
            ("owner:", "filter term 1", "something after the key"), ("owner:a,", "filter term 1", "between commas"),
            ("a ,", "filter term 2", "between commas"), ("-", "filter term 1", "something after"),
            ("\"\"", "filter term 1", "something after"), ("\"ada", "filter", "each double quote closed"),
            (String(repeating: "a ", count: 33), "filter", "at most 32 terms"),
            (String(repeating: "a", count: 2001), "filter", "2000 letters"),
        ])
    func mistakes(text: String, field: String, expected: String) {
        let error = #expect(throws: InvalidValue.self) { try FleetFilter(text) }
        #expect(error?.field == field)
        #expect(error?.expected.contains(expected) == true, "\(error?.expected ?? "")")
    }

    @Test("Two filters together ask for both, and say what they look at")
    func together() throws {
        let both = try FleetFilter("owner:ada gpu").and(FleetFilter("idle:>2h"))
        #expect(both.keys == [.owner, .idle])
        #expect(try !both.fits(entry(), now: now))
        #expect(try both.fits(entry(idle: .seconds(3 * 3600)), now: now))
        #expect(FleetFilter().isEmpty)
        #expect(try !both.isEmpty && FleetFilter(" ").isEmpty)
    }

    @Test("Every key can be asked for, and sorted by", arguments: FleetKey.allCases)
    func keys(key: FleetKey) throws {
        let value =
            switch key {
            case .since, .idle, .age: ">1s"
            case .cpu, .load: ">0"
            case .memory, .used: ">1"
            case .phase: "started"
            case .reason: "crashed"
            case .verdict: "keep"
            case .healthy: "yes"
            case .owner, .group, .name, .server, .profile, .image, .node: "*"
            }
        let filter = try FleetFilter("\(key.rawValue):\(value)")
        #expect(filter.keys == [key])
        let entry = key == .reason ? try entry(reason: .crashed(exitCode: 3), .finished) : try entry()
        #expect(filter.fits(entry, now: now))
        #expect(try FleetSort("-\(key.rawValue)").keys == [key])
    }
}

@Suite("The fleet's order")
struct FleetSortTests {
    /// Four servers, which differ in what is sorted by.
    private static func fleet() throws -> [FleetEntry] {
        func one(_ owner: String, _ phase: Phase, memory: Int64?, idle: Int64? = nil) throws -> FleetEntry {
            var entry = FleetEntry(id: ServerID(owner), key: ServerKey(owner: try UserName(owner)))
            entry.spec = memory.map {
                .init(profile: ProfileID("p"), image: "i", cpu: Cores(thousandths: 1), memory: .gibibytes($0))
            }
            entry.status = .init(
                generation: 1, isWanted: true, launchedAt: nil, usedAt: nil,
                reached: .init(
                    generation: 1, phase: phase, since: now, reason: nil, image: nil, node: .local, healthy: true,
                    container: nil, containerStartedAt: nil))
            entry.lastActivity = idle.map { now - .seconds($0) }
            entry.verdict = idle.map { $0 > 50 ? .keep : .reap }
            return entry
        }
        return try [
            one("dan", .accepted, memory: nil), one("bob", .started, memory: 2, idle: 9),
            one("cid", .started, memory: 2, idle: 99), one("ada", .finished, memory: 10),
        ]
    }

    @Test(
        "Servers are in the order that is asked for, what is not known last, and else by owner and name",
        arguments: [
            ("", "ada bob cid dan"), ("owner", "ada bob cid dan"), ("-owner", "dan cid bob ada"),
            ("idle", "bob cid ada dan"), ("-idle", "cid bob ada dan"), ("memory", "bob cid ada dan"),
            ("-memory", "ada bob cid dan"), ("-memory,-owner", "ada cid bob dan"), ("memory,idle", "bob cid ada dan"),
            ("phase", "dan bob cid ada"), ("-phase,owner", "ada bob cid dan"), ("-verdict", "bob cid ada dan"),
            ("profile", "ada bob cid dan"), ("-healthy", "bob cid ada dan"),
        ])
    func order(text: String, expected: String) throws {
        let sorted = try FleetSort(text).sorted(Self.fleet(), now: now)
        #expect(sorted.map(\.key.owner.value).joined(separator: " ") == expected)
    }

    @Test(
        "A key that is none is told with the one that was meant",
        arguments: [
            ("ownr", "owner (did you mean that?)"), ("owner,", "one of owner"), ("-", "one of owner"),
            ("owner,-idel", "idle (did you mean"),
        ])
    func mistakes(text: String, expected: String) {
        let error = #expect(throws: InvalidValue.self) { try FleetSort(text) }
        #expect(error?.field == "sort")
        #expect(error?.expected.contains(expected) == true, "\(error?.expected ?? "")")
    }
}
