import Foundation
import Servers
import Testing

@Suite("Launch options under ceilings")
struct LaunchOptionsTests {
    private let profile = Profile(
        id: ProfileID("small"), title: "Small", summary: "", image: "i",
        resources: Resources(
            cpu: Resources.CPU(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)), memory: .gibibytes(1)
        ),
        ceiling: Ceiling(cpu: Cores(thousandths: 4000), memory: .gibibytes(4)))
    private let host = HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(16))

    @Test("Nothing asked for means the profile's own resources")
    func defaults() throws {
        #expect(try LaunchOptions().resources(in: profile, on: host) == profile.resources)
    }

    @Test("What is asked for up to the ceiling is given")
    func atCeiling() throws {
        let options = LaunchOptions(cpu: Cores(thousandths: 4000), memory: .gibibytes(4))
        let resources = try options.resources(in: profile, on: host)
        #expect(resources.cpu == Resources.CPU(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 4000)))
        #expect(resources.memory == .gibibytes(4))
    }

    @Test(
        "Above the ceiling is refused by the field's name",
        arguments: [
            (LaunchOptions(cpu: Cores(thousandths: 4001)), "cpu"),
            (LaunchOptions(memory: Bytes((4 << 30) + 1)), "memory"),
            (LaunchOptions(memory: .mebibytes(255)), "memory"),
        ])
    func refused(options: LaunchOptions, field: String) {
        let error = #expect(throws: InvalidValue.self) { try options.resources(in: profile, on: host) }
        #expect(error?.field == field)
    }

    @Test("A small host lowers the ceiling and the defaults")
    func smallHost() throws {
        let small = HostCapacity(cpu: Cores(thousandths: 1000), memory: .mebibytes(512))
        let resources = try LaunchOptions().resources(in: profile, on: small)
        #expect(resources.cpu.burst == Cores(thousandths: 1000))
        #expect(resources.memory == .mebibytes(512))
        #expect(throws: InvalidValue.self) {
            try LaunchOptions(cpu: Cores(thousandths: 1001)).resources(in: profile, on: small)
        }
    }

    @Test("Options come back as they were stored; those stored before there were clean launches were not clean")
    func stored() throws {
        let options = LaunchOptions(
            profile: ProfileID("small"), cpu: Cores(thousandths: 500), reserve: Cores(thousandths: 250),
            sharedMemory: .mebibytes(128), clean: true)
        let again = try JSONDecoder().decode(LaunchOptions.self, from: JSONEncoder().encode(options))
        #expect(again == options)
        #expect(try JSONDecoder().decode(LaunchOptions.self, from: Data("{}".utf8)) == LaunchOptions())
    }

    @Test("The reserve is never more than the burst")
    func reserve() throws {
        let resources = try LaunchOptions(cpu: Cores(thousandths: 250)).resources(in: profile, on: host)
        #expect(resources.cpu == Resources.CPU(reserve: Cores(thousandths: 250), burst: Cores(thousandths: 250)))
    }

    @Test("A reserve and shared memory that are asked for are given, within burst and memory")
    func reserveAndSharedMemory() throws {
        let options = LaunchOptions(reserve: Cores(thousandths: 1500), sharedMemory: .mebibytes(512))
        let resources = try options.resources(in: profile, on: host)
        #expect(resources.cpu == .init(reserve: Cores(thousandths: 1500), burst: Cores(thousandths: 2000)))
        #expect(resources.sharedMemory == .mebibytes(512))
        #expect(throws: Never.self) { try options.requireGiven(resources) }
        for (greedy, field) in [
            (LaunchOptions(reserve: Cores(thousandths: 2001)), "cpu_reserve"),
            (LaunchOptions(sharedMemory: .gibibytes(2)), "shared_memory"),
        ] {
            let error = #expect(throws: InvalidValue.self) {
                try greedy.requireGiven(try greedy.resources(in: profile, on: host))
            }
            #expect(error?.field == field)
        }
    }

    @Test("A limited profile is for its users, its groups' members and admins")
    func access() throws {
        let (ada, bob) = (try UserName("ada"), try UserName("bob"))
        let limited = ProfileAccess.limited(users: [ada], groups: ["physics"])
        #expect(limited.allows(user: ada, groups: [], isAdmin: false))
        #expect(limited.allows(user: bob, groups: ["art", "physics"], isAdmin: false))
        #expect(limited.allows(user: bob, groups: [], isAdmin: true))
        #expect(!limited.allows(user: bob, groups: ["art"], isAdmin: false))
        #expect(ProfileAccess.everyone.allows(user: bob, groups: [], isAdmin: false))
    }
}

@Suite("Options from one launch to the next")
struct NextOptionsTests {
    private let last = LaunchOptions(
        profile: ProfileID("large"), cpu: Cores(thousandths: 1500), memory: .gibibytes(8))

    @Test("What is not named is as it was; a named profile begins afresh")
    func following() {
        #expect(!LaunchOptions().following(LaunchOptions(clean: true)).clean)
        #expect(LaunchOptions(clean: true).following(LaunchOptions()).clean)
        let small = ProfileID("small")
        let cases: [(LaunchOptions, LaunchOptions)] = [
            (LaunchOptions(), last),
            (
                LaunchOptions(memory: .gibibytes(2)),
                LaunchOptions(profile: last.profile, cpu: last.cpu, memory: .gibibytes(2))
            ),
            (LaunchOptions(profile: small), LaunchOptions(profile: small)),
            (LaunchOptions(profile: last.profile), LaunchOptions(profile: last.profile)),
        ]
        for (asked, expected) in cases { #expect(asked.following(last) == expected) }
    }

    @Test("A change keeps what is absent, takes the default for null, and a profile's own resources with the profile")
    func edits() {
        let cases: [(LaunchOptionsEdit, LaunchOptions)] = [
            (LaunchOptionsEdit(), last),
            (LaunchOptionsEdit(memory: .set(nil)), LaunchOptions(profile: last.profile, cpu: last.cpu)),
            (LaunchOptionsEdit(profile: .set(nil)), LaunchOptions()),
            (
                LaunchOptionsEdit(profile: .set(ProfileID("small")), cpu: .set(last.cpu)),
                LaunchOptions(profile: ProfileID("small"), cpu: last.cpu)
            ),
        ]
        for (edit, expected) in cases { #expect(edit.applied(to: last) == expected) }
    }
}
