import Foundation
import Servers
import Testing

@testable import Settings

@Suite("Settings")
struct SettingsTests {
    @Test("With nothing given every key has its default")
    func defaults() throws {
        let settings = try #require(try load().value)
        #expect(settings.stateDirectory == "/home/ada/.local/state/berth")
        #expect(settings.workspacesDirectory == "/home/ada/.local/state/berth/workspaces")
        #expect(settings.clusterDirectory == "/home/ada/.local/state/berth/cluster")
        #expect(settings.profilesDirectory == "/work/profiles")
        #expect(settings.listen.description == "127.0.0.1:8000")
        #expect(settings.hubURL.description == "http://localhost:8000")
        #expect(settings.notebookURL.address(label: "ada").description == "http://ada.localhost:8000")
        #expect(settings.dockerSocket == "/var/run/docker.sock")
        #expect(settings.defaultProfile == ProfileID("small"))
        #expect(settings.reach == .auto && settings.isolation == .required && !settings.adminAccess)
        #expect(settings.uidBase == 20000 && settings.sharedUID == nil && settings.gatewayUser == "nobody")
        #expect(settings.tls == nil && settings.trustedProxies.isEmpty && !settings.oneOriginAccepted)
        #expect(settings.logFormat == .text && settings.logLevel == .info)
        #expect(settings.startTimeout == .seconds(120) && settings.stopGrace == .seconds(15))
        #expect(settings.launchWait == .seconds(10) && settings.sessionLifetime == .seconds(14 * 86400))
    }

    @Test("As root the directories of the system are taken where they are there")
    func root() throws {
        let around = surroundings(isRoot: true, files: ["/etc/berth/profiles", "/etc/berth/cluster"])
        let settings = try #require(try load(in: around).value)
        #expect(settings.stateDirectory == "/var/lib/berth")
        #expect(settings.profilesDirectory == "/etc/berth/profiles")
        #expect(settings.clusterDirectory == "/etc/berth/cluster")
        #expect(around.settingsFile == "/etc/berth/berth.yaml")
    }

    @Test("A flag wins over the environment, that over the file, that over the default")
    func precedence() throws {
        let yaml = "stop_grace: 1s\nlaunch_wait: 1s\nstart_timeout: 1s\n"
        let environment = ["BERTH_STOP_GRACE": "2s", "BERTH_LAUNCH_WAIT": "2s", "BERTH_SESSION_LIFETIME": ""]
        let outcome = try load(yaml: yaml, flags: ["stop_grace": "3s"], environment: environment)
        let settings = try #require(outcome.value)
        #expect(settings.stopGrace == .seconds(3))
        #expect(settings.launchWait == .seconds(2))
        #expect(settings.startTimeout == .seconds(1))
        #expect(settings.sessionLifetime == .seconds(14 * 86400))
    }

    @Test("All problems are told at once, with file, line, key, value and what would be right")
    func allAtOnce() throws {
        let yaml = """
            # a comment
            listen: here
            uid_base: 5
            log_levle: info
            trusted_proxies: 10.0.0.0/8, lo
            reach: {by: foot}
            """
        let outcome = try load(
            yaml: yaml, flags: ["stop_grace": "soon"], environment: ["BERTH_LOG_FORMAT": "xml"])
        #expect(
            outcome.problems == [
                "berth.yaml:4: log_levle: there is no such key; did you mean log_level?",
                "berth.yaml:6: reach: a single value belongs here; expected auto, bridge or published",
                "berth.yaml:2: listen: \"here\": expected an IP address or localhost, and a port, such as 127.0.0.1:8000",
                "berth.yaml:3: uid_base: \"5\": expected a whole number from 1000 to 2000000000",
                "berth.yaml:5: trusted_proxies: \"10.0.0.0/8, lo\": expected addresses or blocks of them, with commas between, such as 127.0.0.1, 10.0.0.0/8",
                "environment BERTH_LOG_FORMAT: log_format: \"xml\": expected text or json",
                "flag --stop-grace: stop_grace: \"soon\": expected a number with ms, s, m, h or d, such as 90s or 14d",
            ])
    }

    @Test(
        "A value that cannot be used is refused by name",
        arguments: [
            ("listen", "0.0.0.0"), ("listen", "127.0.0.1:0"), ("listen", "127.0.0.1:65536"), ("listen", "::1:8000"),
            ("listen", "example.com:80"), ("hub_url", "localhost:8000"), ("hub_url", "http://localhost:8000/hub"),
            ("hub_url", "http://a b"), ("hub_url", "ftp://a"), ("hub_url", "http://u@a"), ("hub_url", "http://"),
            ("notebook_url", "http://nb-{user}.example.com"), ("notebook_url", "http://{user}.127.0.0.1"),
            ("notebook_url", "http://{user}"), ("one_origin", "yes"), ("default_profile", ""),
            ("workspaces_dir", ""), ("shared_uid", "0"), ("shared_uid", "ada"), ("uid_base", "4000000000"),
            ("gateway_user", "root"), ("gateway_user", "0"), ("gateway_user", ""), ("stop_grace", "15"),
            ("stop_grace", "0s"), ("stop_grace", "-1s"), ("stop_grace", "99999999999999999999d"),
            ("stop_grace", "9223372036854775807d"), ("session_lifetime", "4000d"), ("log_level", "loud"),
            ("tls_certificate", "/nowhere.pem"),
        ])
    func refused(key: String, value: String) throws {
        let problems = try load(flags: [key: value]).problems
        let flag = try #require(SettingsKey(rawValue: key)).flag
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("flag \(flag): \(key): \"\(value)\": ") == true)
    }

    @Test("A file that was named must be there; a default one need not")
    func missingFile() throws {
        let named = try load(environment: ["BERTH_CONFIG": "nowhere.yaml"])
        #expect(named.problems == ["/work/nowhere.yaml: there is no such file"])
        #expect(try load().value != nil)
    }

    @Test(
        "A file that is not a list of keys is told of by its line",
        arguments: [
            ("listen: [", "berth.yaml:2: this is not YAML: "), ("- a\n", "berth.yaml:1: expected key: value lines"),
            ("reach: auto\nreach: auto\n", "berth.yaml:1: given twice: reach"),
            ("\nreach: \"a\n", "berth.yaml:"),
        ])
    func broken(yaml: String, problem: String) throws {
        let problems = try load(yaml: yaml).problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(problem) == true, "\(problems)")
    }

    @Test("Files that say nothing are fine", arguments: ["", "\n# nothing\n", "listen:\n", "listen: ~\n", "---\n"])
    func emptyFile(yaml: String) throws {
        #expect(try load(yaml: yaml).problems == [])
    }

    @Test("Relative paths start at the file's directory, and ~ is the home directory")
    func paths() throws {
        try withDirectory { directory in
            let file = directory + "/berth.yaml"
            let yaml = "state_dir: state\nworkspaces_dir: ~/spaces\nprofiles_dir: ../p\n"
            try yaml.write(toFile: file, atomically: true, encoding: .utf8)
            let settings = try BerthSettings.load(
                flags: ["docker_socket": "d.sock"], environment: [:], file: file, surroundings: surroundings())
            #expect(settings.stateDirectory == directory + "/state")
            #expect(settings.workspacesDirectory == "/home/ada/spaces")
            #expect(settings.profilesDirectory == NSString(string: directory).deletingLastPathComponent + "/p")
            #expect(settings.dockerSocket == "/work/d.sock")
        }
    }

    @Test("Control characters of a value are escaped when it is shown")
    func escaping() throws {
        let problems = try load(flags: ["reach": "\u{1b}[31m"]).problems
        #expect(problems == ["flag --reach: reach: \"\\u{1B}[31m\": expected auto, bridge or published"])
    }

    @Test("What may be promised is factors and a reserve, and a queue may have no end")
    func admission() throws {
        #expect(try load().value?.admission == AdmissionPolicy())
        #expect(try load().value?.queueTimeout == .seconds(86_400))
        let yaml = """
            overcommit_cpu: 4
            overcommit_memory: 1.5
            capacity_reserve_memory: 512M
            capacity_reserve_cpu: 0.5
            queue_timeout: 0

            """
        let settings = try #require(try load(yaml: yaml).value)
        let reserve = Room(cpu: Cores(thousandths: 500), memory: .mebibytes(512))
        #expect(settings.admission == AdmissionPolicy(overcommitCPU: 4, overcommitMemory: 1.5, reserve: reserve))
        #expect(settings.queueTimeout == nil)
        #expect(try load(yaml: "capacity_reserve_memory: 0\n").value?.admission.reserve == Room.none)
        let wrong = "overcommit_cpu: 0\novercommit_memory: lots\ncapacity_reserve_memory: -1\nqueue_timeout: soon\n"
        #expect(try load(yaml: wrong).problems.count == 4)
    }

    @Test("Levels of disks are sizes and percentages, and warn before they refuse")
    func disk() throws {
        let settings = try #require(try load(yaml: "disk_warn: 8G\ndisk_refuse: 10G\nkept_logs: 3\n").value)
        #expect(settings.disk == DiskLimits(warn: .gibibytes(8), refuse: .gibibytes(10), freeWarn: 10, freeRefuse: 5))
        #expect(settings.keptLogs == 3)
        #expect(try load().value?.disk == DiskLimits())
        let wrong = try load(yaml: "disk_warn: much\ndisk_free_warn: 101\nkept_logs: 0\n").problems
        #expect(wrong.count == 3)
        #expect(try load(yaml: "disk_warn: 9G\ndisk_refuse: 8G\n").problems.first?.contains("disk_refuse") == true)
        #expect(try load(yaml: "disk_free_warn: 3\n").problems.first?.contains("disk_free_refuse") == true)
    }

    @Test("Quotas are numbers and sizes, and none where nothing is said")
    func quota() throws {
        let settings = try #require(try load(yaml: "quota_servers: 3\nquota_cpu: 1.5\nquota_memory: 8G\n").value)
        #expect(settings.quota == Quota(servers: 3, cpu: Cores(thousandths: 1500), memory: .gibibytes(8)))
        #expect(try load().value?.quota == Quota())
        #expect(try load(yaml: "quota_servers: 0\nquota_cpu: x\nquota_memory: much\n").problems.count == 3)
    }
}
