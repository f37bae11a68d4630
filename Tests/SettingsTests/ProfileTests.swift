import Foundation
import Servers
import Testing

@testable import Settings

@Suite("Profiles")
struct ProfileTests {
    private static let good = """
        title: Good
        image: berth/notebook:minimal
        cpu: {reserve: 0.5, burst: 2}
        memory: 1G
        ceiling: {cpu: 2, memory: 4G}
        """

    private func load(_ files: [String: String], default id: String = "a") throws -> Outcome<ProfileSet> {
        try withDirectory { directory in
            for (name, text) in files {
                try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
            }
            do throws(SettingsProblems) {
                return .loaded(try ProfileLoader.load(directory: directory, default: ProfileID(id)))
            } catch {
                return .refused(error.problems.map { $0.description.replacing(directory + "/", with: "") })
            }
        }
    }

    @Test("The profiles that come with Berth load, smallest first")
    func shipped() throws {
        let folder = packageFolder.appending(path: "profiles").path
        let set = try ProfileLoader.load(directory: folder, default: ProfileID("small"))
        #expect(set.profiles.map(\.id.value) == ["small", "medium", "large"])
        let small = try #require(set[ProfileID("small")])
        #expect(small.resources.cpu == .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)))
        #expect(small.resources.memory == .gibibytes(1))
        #expect(small.ceiling == Ceiling(cpu: Cores(thousandths: 2000), memory: .gibibytes(4)))
        #expect(set.profiles.map(\.ceiling.memory) == [.gibibytes(4), .gibibytes(8), .gibibytes(32)])
        #expect(set.profiles.allSatisfy { $0.image == "berth/notebook:default" && $0.access == .everyone })
    }

    @Test("Every key of a profile is read")
    func whole() throws {
        let text =
            Self.good + """

                summary: "no"
                shared_memory: 128M
                pids: 512
                gpus: {count: 1, devices: ["0", GPU-1a]}
                pull: always
                home: ephemeral
                runtime: runsc
                network: {allow: [192.0.2.7, 10.2.0.0/16]}
                mounts:
                  - {source: /srv/shared/, target: /data/shared}
                  - {source: volume:models, target: /models, read_only: false, groups: [staff]}
                secrets:
                  - name: warehouse.key
                    groups: [staff]
                  - name: licence
                environment:
                  ANSWER: 42
                  FLAG: no
                  EMPTY:
                users: [Ada]
                groups:
                  - staff
                """
        let set = try #require(try load(["a.yaml": text]).value)
        let profile = try #require(set[set.defaultID])
        #expect(profile.title == "Good" && profile.summary == "no")
        #expect(profile.resources.sharedMemory == .mebibytes(128))
        #expect(profile.resources.pids == 512)
        #expect(profile.gpus == GPUPool(count: 1, devices: ["0", "GPU-1a"]))
        #expect(profile.pull == .always && profile.setup.home == .ephemeral && profile.setup.runtime == "runsc")
        #expect(profile.setup.network.description == "10.2.0.0/16,192.0.2.7/32")
        #expect(
            profile.setup.mounts == [
                SharedMount(source: .path("/srv/shared"), target: "/data/shared"),
                SharedMount(source: .volume("models"), target: "/models", isReadOnly: false, groups: ["staff"]),
            ])
        #expect(
            profile.setup.secrets == [
                SecretFile(name: "warehouse.key", groups: ["staff"]), SecretFile(name: "licence"),
            ])
        #expect(profile.environment == ["ANSWER": "42", "FLAG": "no", "EMPTY": ""])
        #expect(profile.access == .limited(users: [try UserName("ada")], groups: ["staff"]))
    }

    @Test("An empty list of users is for admins alone, not for everyone")
    func nobody() throws {
        let set = try #require(try load(["a.yaml": Self.good + "\nusers: []"]).value)
        #expect(set[set.defaultID]?.access == .limited(users: [], groups: []))
    }

    @Test("Every problem of every file is told at once")
    func allAtOnce() throws {
        let bad = """
            title: Bad
            imgae: x
            cpu:
              reserve: 2
              burst: 1
              bust: 1
            memory: 8G
            ceiling:
              cpu: lots
              memory: 4G
            pids: 3
            users: [ada, "../x"]
            environment:
              "A=B": c
            """
        let worse = Self.good.replacing("burst: 2", with: "burst: 4").replacing("memory: 1G", with: "memory: 8G")
        #expect(
            try load(["a.yaml": bad, "b.yaml": worse, "c.yaml": "title: [", "D.yaml": "", "e.yml": ""]).problems == [
                "D.yaml: expected a name of 1 to 32 of a-z 0-9 - and then .yaml",
                "a.yaml:2: imgae: there is no such key; did you mean image?",
                "a.yaml:1: image: missing; expected an image such as berth/notebook:minimal",
                "a.yaml:6: cpu.bust: there is no such key; did you mean cpu.burst?",
                "a.yaml:11: pids: \"3\": expected a whole number of at least 64",
                "a.yaml:9: ceiling.cpu: \"lots\": expected a number of cores such as 0.5 or 4",
                "a.yaml:14: environment.A=B: expected a variable's name, without =",
                "a.yaml:12: users: \"../x\": expected the names of users",
                "b.yaml:3: cpu.burst: \"4\": expected at most ceiling.cpu, 2",
                "b.yaml:4: memory: \"8 GiB\": expected at most ceiling.memory, 4 GiB",
                "c.yaml:2: this is not YAML: did not find expected node content",
                "e.yml: expected a name that ends with .yaml",
            ])
    }

    @Test("Every problem of mounts, secrets and devices is told with its line")
    func setupProblems() throws {
        let text =
            Self.good + """

                mounts:
                  - {source: data, target: /data}
                  - {source: /proc/1, target: /home}
                  - {source: /srv/a/../b, target: /home/jovyan/x, read_only: maybe}
                  - source: "volume:../x"
                    target: /run
                    raed_only: true
                  - /srv
                secrets:
                  - name: ../key
                  - {name: a}
                  - {name: a}
                home: volume
                runtime: "run sc"
                gpus: {count: 2, devices: ["0"]}
                """
        let problems = try load(["a.yaml": text]).problems
        let told = problems.map { $0.split(separator: ": ", maxSplits: 2).prefix(2).joined(separator: " ") }
        #expect(
            told == [
                "a.yaml:12 mounts.raed_only", "a.yaml:13 mounts", "a.yaml:7 mounts.source", "a.yaml:8 mounts.source",
                "a.yaml:8 mounts.target", "a.yaml:9 mounts.source", "a.yaml:9 mounts.target",
                "a.yaml:9 mounts.read_only",
                "a.yaml:10 mounts.source", "a.yaml:11 mounts.target", "a.yaml:15 secrets.name",
                "a.yaml:17 secrets.name",
                "a.yaml:18 home", "a.yaml:19 runtime", "a.yaml:20 gpus.devices",
            ])
    }

    @Test(
        "A mount's target keeps away from Berth's own places",
        arguments: [
            ("/data", true), ("/srv/x/", true), ("/homes", true), ("/etc/berthing", true), ("/", false),
            ("data", false),
            ("/home", false), ("/home/jovyan", false), ("/home/jovyan/x", false), ("/etc", false), ("/tmp/x", false),
            ("/run/secrets", false), ("/var//x", false), ("/a/./b", false), ("/a\n", false),
        ])
    func targets(_ path: String, _ isGood: Bool) {
        #expect((ProfileReader.mountTarget(path) != nil) == isGood)
    }

    @Test(
        "A network that is not understood is told, never taken as open",
        arguments: [
            ("open", "network"), ("[10.0.0.0/8]", "network"), ("{deny: [10.0.0.0/8]}", "network.deny"),
            ("{allow: []}", "network.allow"), ("{allow: [example.com]}", "network.allow"),
            ("{allow: [10.1.0.0/8]}", "network.allow"), ("{allow: [0.0.0.0/0]}", "network.allow"),
            ("{allow: [169.254.169.254]}", "network.allow"), ("{allow: [128.0.0.0/1]}", "network.allow"),
        ])
    func networks(_ text: String, _ key: String) throws {
        let problems = try load(["a.yaml": Self.good + "\nnetwork: \(text)"]).problems
        #expect(problems.first?.hasPrefix("a.yaml:6: \(key): ") == true, "\(problems)")
    }

    @Test("A burst below the reserve is told at its line")
    func burstBelowReserve() throws {
        let text = Self.good.replacing("cpu: {reserve: 0.5, burst: 2}", with: "cpu:\n  reserve: 2\n  burst: 1")
        #expect(
            try load(["a.yaml": text]).problems == ["a.yaml:5: cpu.burst: \"1\": expected at least cpu.reserve, 2"])
    }

    @Test("An empty profile is told what it lacks")
    func empty() throws {
        let keys = try load(["a.yaml": ""]).problems.map { $0.split(separator: ": ")[1] }
        #expect(keys == ["title", "image", "cpu", "memory", "ceiling"])
    }

    @Test("No profile, no directory, or no default one is refused")
    func missing() throws {
        let none = try load(["README.md": "text", ".hidden.yaml": "text"]).problems
        #expect(none.count == 1 && none.first?.contains("there is no profile") == true)
        let other = try load(["b.yaml": Self.good]).problems
        #expect(other.first?.hasSuffix("default_profile: \"a\": there is no such profile; expected one of b") == true)
        #expect(throws: SettingsProblems.self) {
            try ProfileLoader.load(directory: "/nowhere/at/all", default: ProfileID("a"))
        }
    }
}
