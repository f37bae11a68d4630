/// Every key of a profile's file. The one table that the reader and `profiles/README.md` come from.
package enum ProfileKey: String, CaseIterable, Sendable {
    case title
    case summary
    case image
    case pull
    case cpu
    case memory
    case ceiling
    case sharedMemory = "shared_memory"
    case pids
    case gpus
    case environment
    case mounts
    case secrets
    case home
    case runtime
    case network
    case idle
    case users
    case groups

    static var names: [String] { allCases.map(\.rawValue) }

    /// What is taken when it is not given, as the table shows it.
    private var fallback: String {
        switch self {
        case .title, .image, .cpu, .memory, .ceiling: "must be given"
        case .summary, .gpus, .environment, .mounts, .secrets: "none"
        case .sharedMemory: "`64M`"
        case .pids: "`4096`"
        case .pull: "`missing`"
        case .home: "`workspace`"
        case .network: "`egress`"
        case .runtime: "the engine's"
        case .idle: "the hub's"
        case .users, .groups: "everyone"
        }
    }

    private var help: String {
        switch self {
        case .title: "a word or two for a card"
        case .summary: "one sentence for whom it is"
        case .image: "the image, such as `berth/notebook:minimal`"
        case .pull:
            "when a launch asks the registry for the image: `missing` (when this machine has none), `always` or `never`"
        case .cpu: "cores: `{reserve, burst}`, what is counted and weighed by, and the limit"
        case .memory: "the limit, swap included, such as `4G`"
        case .ceiling: "`{cpu, memory}`: the most that a user may ask for"
        case .sharedMemory: "the size of `/dev/shm`"
        case .pids: "the most processes and threads"
        case .gpus:
            "`{count, devices}`: how many each server gets for itself of these devices, by the ids that the GPU driver gives them"
        case .environment: "variables, `NAME: value`; Berth's own names win"
        case .mounts:
            "a list of `{source, target, read_only, groups}`: an absolute path of the host or `volume:NAME`, which must be there; where it is inside; `read_only` is true unless said; only members of `groups` get it. What is mounted below a read-only path does not show: give it a mount of its own"
        case .secrets:
            "a list of `{name, groups}`: files of `secrets_dir`, at `/run/secrets/NAME`, which only the user's processes can read"
        case .home: "`workspace`, or `ephemeral`: memory (at most half of `memory`) that goes with the server"
        case .runtime: "what runs the container, such as `runsc`, by the engine's name for it"
        case .network:
            "where its servers may connect to: `egress` (anywhere outside), `internal` (nowhere; no names are resolved), or `{allow: [10.2.0.0/16, 192.0.2.7]}`. In all of them other servers, this host and metadata addresses are closed. Names are not taken, since what they stand for changes; for a list, add the name servers that are to be asked"
        case .idle:
            "when its servers are stopped that nobody needs: `{timeout, notice, busy_limit, maximum_age, minimum_run, keep_limit, quiet_hours: {from, to, zone}, exempt}`, durations such as `90s`, `4h` or `7d`; `timeout`, `busy_limit`, `maximum_age` and `keep_limit` may be `never`. Each is as the hub's key `idle_…` where it is not given; a group's rules go before these"
        case .users: "who may use it, with the members of `groups`; `[]` is admins alone"
        case .groups: "whose members may use it"
        }
    }

    /// The table of `profiles/README.md`: one line a key.
    package static var markdownTable: String {
        let lines = allCases.map { key in "| `\(key.rawValue)` | \(key.fallback) | \(key.help) |" }
        return (["| key | default | what it is |", "|---|---|---|"] + lines).joined(separator: "\n")
    }
}
