import Foundation
import HubAPI
import Support
import Testing

@testable import berth

/// What programs may rely on: a line that goes, or changes its type, breaks somebody's script. Keys are only ever added.
@Suite("JSON for programs")
struct JSONOutputTests {
    private static let server =
        queue.map { ".queue" + $0 } + [
            ".clean bool", ".container string", ".image_digest string", ".last_activity string", ".newer_image bool",
            ".display_name string", ".full_url string", ".generation number", ".healthy bool",
            ".image string", ".message string", ".name string", ".next.profile string", ".node string", ".owner string",
            ".out_of_memory.action string", ".out_of_memory.at string", ".out_of_memory.kernels[] string",
            ".out_of_memory.limit number", ".out_of_memory.memory number", ".out_of_memory.message string",
            ".out_of_memory.others number",
            ".groups[] string", ".phase string", ".profile string", ".reason string", ".resources.cpu number",
            ".resources.cpu_reserve number", ".resources.memory number", ".resize.at string", ".resize.by string",
            ".resize.code string", ".resize.message string", ".resize.revision number", ".resize.state string",
            ".resize.target.cpu number", ".resize.target.cpu_reserve number", ".resize.target.memory number",
            ".shown string", ".since string", ".url string",
            ".workspace.level string", ".workspace.measured_at string", ".workspace.size number",
            ".usage.at string", ".usage.cpu number", ".usage.memory number", ".usage.peak_memory number",
            ".usage.pids number",
            ".grant.cpu number", ".grant.memory number", ".grant.request string", ".grant.state string",
            ".grant.until string",
        ] + evidence.map { ".activity[]" + $0 } + evidence.map { ".verdict.evidence[]" + $0 } + [
            ".verdict.changes_at string", ".verdict.reasons[] string", ".verdict.rule string",
            ".verdict.verdict string",
        ]
    private static let evidence = [
        ".at string", ".kind string", ".self_reported bool", ".since string", ".text string", ".what string",
    ]
    private static let drain = [
        ".by string", ".deadline string", ".draining bool", ".message string", ".since string",
    ]
    private static let broadcast = [
        ".at string", ".by string", ".filter string", ".level string", ".message string", ".until string",
    ]
    private static let queue = [
        ".estimate number", ".length number", ".position number", ".reason string", ".tier string", ".waits_for string",
    ]
    static let verdict = [
        ".changes_at string", ".evidence[].at string", ".evidence[].kind string", ".evidence[].self_reported bool",
        ".evidence[].since string", ".evidence[].text string", ".evidence[].what string", ".reasons[] string",
        ".rule string", ".verdict string",
    ]
    private static let idle = [
        ".busy_limit string", ".exempt bool", ".keep_limit string", ".maximum_age number", ".minimum_run number",
        ".notice number", ".quiet_hours.from string", ".quiet_hours.to string", ".quiet_hours.zone string",
        ".timeout number",
    ]
    private static let user = [
        ".admin bool", ".auth_state null", ".created string", ".groups[] string", ".kind string",
        ".last_activity string", ".name string", ".pending string", ".roles[] string", ".server string",
        ".servers object", ".standing string", ".user_info null",
    ]
    private static let token = [
        ".created string", ".expires_at string", ".id string", ".kind string", ".last_activity string",
        ".note string", ".oauth_client string", ".roles array", ".scopes[] string", ".session_id string",
        ".user string",
    ]

    private static let request = [
        ".by string", ".cpu number", ".created string", ".decision.at string", ".decision.by string",
        ".decision.note string", ".duration number", ".full_name string", ".grant.cpu number", ".grant.memory number",
        ".grant.request string", ".grant.state string", ".grant.until string", ".id string", ".memory number",
        ".message string", ".name string", ".owner string", ".profile string", ".reason string", ".state string",
    ]

    private static let ledgerRow = [
        ".key string", ".servers number", ".hours number", ".reserved.cpu number", ".reserved.memory number",
        ".reserved.gpus number", ".used.cpu number", ".used.memory number", ".used.memory_share number",
        ".used.peak_memory number", ".used.peak_cpu number",
    ]

    static let shapes: [([String], [String])] = [
        (["ls"], server.map { "[]" + $0 }),
        (["top", "--once"], server),
        (
            ["status", "gpu"],
            server.map { ".server" + $0 } + [
                ".events[].at string", ".events[].generation number", ".events[].id number", ".events[].kind string",
                ".events[].message string",
            ]
        ),
        (
            ["group", "ls"],
            [
                "[].kind string", "[].name string", "[].policy.cpu number", "[].policy.memory number",
                "[].policy.guarantee.cpu number", "[].policy.guarantee.memory number",
                "[].policy.auto_approve.cpu number", "[].policy.auto_approve.memory number",
                "[].policy.member_quota.cpu number", "[].policy.member_quota.memory number",
                "[].policy.member_quota.servers number", "[].policy.profiles[] string",
                "[].policy.quota.cpu number", "[].policy.quota.memory number", "[].policy.quota.servers number",
                "[].properties object", "[].roles array", "[].users[] string",
            ] + idle.map { "[].policy.idle" + $0 }
        ),
        (
            ["quota"],
            [
                ".limits[].explanation string", ".limits[].group string", ".limits[].limit number",
                ".limits[].measure string", ".limits[].servers number", ".limits[].source string",
                ".limits[].used number", ".servers[].cpu number", ".servers[].full_name string",
                ".servers[].memory number", ".servers[].name string", ".user string",
            ]
        ),
        (["request", "ls"], request.map { "[]" + $0 }),
        (["request", "show", "r1"], request),
        (
            ["resize", "gpu", "--memory", "2G"],
            [
                ".next.cpu_reserve number", ".next.shared_memory number", ".on_next_start[] string",
                ".resize.at string", ".resize.by string", ".resize.code string", ".resize.message string",
                ".resize.revision number", ".resize.state string", ".resize.target.cpu number",
                ".resize.target.cpu_reserve number", ".resize.target.memory number", ".resources.cpu number",
                ".resources.cpu_reserve number", ".resources.memory number", ".state string",
            ]
        ),
        (["user", "ls"], user.map { "[]" + $0 }),
        (["user", "add", "ada"], user),
        (["token", "ls"], token.map { "[]" + $0 }),
        (["token", "create"], token + [".token string"]),
        (
            ["session", "ls"],
            [
                "[].address string", "[].browser string", "[].created string", "[].current bool",
                "[].expires_at string", "[].id string", "[].last_activity string", "[].user string",
            ]
        ),
        (
            ["profiles"],
            [
                "[].ceiling.cpu number", "[].ceiling.memory number", "[].default bool", "[].gpus number",
                "[].home string", "[].id string",
                "[].image string", "[].kernels[] string", "[].mounts[].read_only bool", "[].mounts[].target string",
                "[].network string",
                "[].resources.cpu number", "[].resources.cpu_reserve number",
                "[].resources.memory number", "[].summary string", "[].title string",
            ]
        ),
        (
            ["capacity"],
            ["host", "total", "reserved", "free", "used", "overcommit"].flatMap {
                [".nodes[].\($0).cpu number", ".nodes[].\($0).memory number"]
            } + [
                ".nodes[].node string", ".nodes[].gpus[].id string", ".nodes[].gpus[].held bool",
                ".nodes[].gpus[].server string", ".queue[].server string", ".queue[].needs.cpu number",
                ".queue[].needs.memory number", ".queue[].gpus number", ".queue[].since string", ".draining string",
            ] + queue.map { ".queue[].queue" + $0 }
        ),
        (
            ["reap", "--dry-run"],
            ["action", "full_name", "name", "owner", "profile"].map { "[].\($0) string" } + ["[].memory number"]
                + verdict.map { "[].verdict" + $0 }
        ),
        (
            ["reap", "--yes"],
            [".stopped number"] + ["full_name", "name", "owner", "result"].map { ".servers[].\($0) string" }
                + verdict.map { ".servers[].verdict" + $0 }
        ),
        (["keep", "gpu"], [".until string"] + verdict.map { ".verdict" + $0 }),
        (
            ["usage"],
            [".by string", ".since string", ".until string"]
                + (ledgerRow.map { ".rows[]" + $0 } + ledgerRow.map { ".total" + $0 })
        ),
        (
            ["usage", "--idle"],
            ["[].server string", "[].unused_memory number", "[].idle number"] + ledgerRow.map { "[].usage" + $0 }
        ),
        (
            ["usage", "--defaults"],
            [".sessions number", ".inside number", ".share number", ".profiles[].profile string"]
                + ["sessions", "inside", "share", "raised", "resized", "requested", "out_of_memory"].map {
                    ".profiles[].\($0) number"
                }
                + ["default", "p50", "p90", "p95", "suggested"].flatMap {
                    [".profiles[].memory.\($0) number", ".profiles[].cpu.\($0) number"]
                }
        ),
        (
            ["audit", "--since", "1d"],
            [
                "[].action string", "[].address string", "[].at string", "[].id number", "[].parameters.profile string",
                "[].principal string", "[].result string", "[].target string",
            ]
        ),
        (["drain", "--status"], drain), (["drain", "--deadline", "30m"], drain),
        (["broadcast"], broadcast), (["broadcast", "Hi", "--until", "1h"], broadcast),
        (["version"], [".berth string", ".hub string", ".hub_address string", ".jupyterhub_api string"]),
        (["doctor", "--client"], ["[].advice string", "[].detail string", "[].name string", "[].verdict string"]),
    ]

    @Test("Each listing's JSON has exactly these keys and types", arguments: shapes)
    func shape(_ words: [String], _ wanted: [String]) async throws {
        try await withStubEngine { hub in
            answer(on: hub)
            let ran = try await berth(words + ["--output", "json"], in: TestWorld(hub: hub))
            let value = try HubJSON.decode(JSONValue.self, from: Data(ran.out.utf8))
            #expect(Set(lines(of: value, at: "")).sorted() == wanted.sorted())
        }
    }

    /// `.path type` for every value; `[]` stands for each element of a list.
    private func lines(of value: JSONValue, at path: String) -> [String] {
        switch value {
        case .null: ["\(path) null"]
        case .bool: ["\(path) bool"]
        case .integer, .number: ["\(path) number"]
        case .string: ["\(path) string"]
        case .array(let items):
            items.isEmpty ? ["\(path) array"] : items.flatMap { lines(of: $0, at: "\(path)[]") }
        case .object(let fields):
            fields.isEmpty ? ["\(path) object"] : fields.flatMap { lines(of: $1, at: "\(path).\($0)") }
        }
    }

    /// A hub whose answers have a value in every field.
    private func answer(on hub: StubEngine) {
        let time = #""2026-11-23T23:50:00.000000Z""#
        let user = #"""
            "kind":"user","name":"ada","admin":true,"roles":["user"],"groups":["lab"],"server":"/user/ada/",
            "pending":"spawn","created":\#(time),"last_activity":\#(time),"auth_state":null,"servers":{},"user_info":null,
            "standing":"disabled"
            """#
        let token = #"""
            {"user":"ada","id":"a1","kind":"api_token","roles":[],"scopes":["self"],"created":\#(time),
            "last_activity":\#(time),"expires_at":\#(time),"note":"n","session_id":"s","oauth_client":"o"
            """#
        let grant = #"{"request":"r1","cpu":8,"memory":1,"until":\#(time),"state":"active"}"#
        let request = #"""
            {"id":"r1","owner":"ada","name":"","full_name":"ada/","profile":"p","cpu":8,"memory":1,"duration":60,
            "reason":"r","by":"ada","created":\#(time),"state":"approved","message":"m","grant":\#(grant),
            "decision":{"by":"root","note":"n","at":\#(time)}}
            """#
        let resize = #"""
            {"revision":2,"state":"refused","target":{"cpu_reserve":0.5,"cpu":2,"memory":1},"by":"ada","at":\#(time),
            "code":"below_use","message":"m"}
            """#
        let evidence =
            #"[{"kind":"kernel","what":"a.ipynb","at":\#(time),"since":\#(time),"self_reported":true,"text":"t"}]"#
        let verdict =
            #"{"verdict":"keep","rule":"active","reasons":["r"],"changes_at":\#(time),"evidence":\#(evidence)}"#
        let queue = #"{"position":1,"length":2,"waits_for":"memory","reason":"r","tier":"flexible","estimate":60}"#
        let server = #"""
            {"resize":\#(resize),"owner":"ada","name":"gpu","groups":["staff"],"display_name":"GPU","phase":"started","shown":"Failed","since":\#(time),
            "generation":3,"profile":"small","image":"i","resources":{"cpu_reserve":0.5,"cpu":2,"memory":1},
            "url":"/user/ada/gpu/","full_url":"http://x/","reason":"oomKilled","message":"m","healthy":true,
            "container":"c","node":"local","clean":false,"image_digest":"d","newer_image":true,"last_activity":\#(time),"next":{"profile":"large"},
            "grant":\#(grant),"queue":\#(queue),"activity":\#(evidence),"verdict":\#(verdict),
            "workspace":{"size":1,"measured_at":\#(time),"level":"ok"},
            "out_of_memory":{"at":\#(time),"limit":1,"kernels":["a.ipynb"],"others":0,"message":"m","memory":2,
            "action":"resize"},"usage":{"memory":1,"cpu":0.5,"pids":2,"peak_memory":3,"at":\#(time)}}
            """#
        hub.on("GET", "/hub/api/reap") { _ in
            .json(
                #"""
                {"items":[{"owner":"ada","name":"gpu","full_name":"ada/gpu","profile":"small","memory":1,"action":"stop",
                "verdict":\#(verdict)}],"_pagination":{"offset":0,"limit":1,"total":1,"next":null}}
                """#)
        }
        hub.on("POST", "/hub/api/reap") { _ in
            .json(
                #"""
                {"stopped":1,"servers":[{"owner":"ada","name":"gpu","full_name":"ada/gpu","result":"stopped",
                "verdict":\#(verdict)}]}
                """#)
        }
        hub.on("POST", "/hub/api/users/ada/servers/gpu/keep") { _ in
            .json(#"{"until":\#(time),"verdict":\#(verdict)}"#)
        }
        hub.on("GET", "/hub/api") { _ in .json(#"{"version":"6.1.1"}"#).with(header: "X-Berth-Version", "1.0") }
        hub.on("GET", "/hub/api/user") { _ in
            .json(#"{\#(user),"token_id":"a1","session_id":null,"scopes":["self"]}"#)
        }
        hub.on("GET", "/hub/api/users") { _ in
            .json(#"{"items":[{\#(user)}],"_pagination":{"offset":0,"limit":1,"total":1,"next":null}}"#)
        }
        hub.on("GET", "/hub/api/groups") { _ in
            .json(
                #"""
                {"items":[{"kind":"group","name":"lab","users":["ada"],"roles":[],"properties":{},
                "policy":{"profiles":["small"],"cpu":2,"memory":1,"member_quota":{"servers":1,"cpu":1,"memory":1},
                "quota":{"servers":1,"cpu":1,"memory":1},"auto_approve":{"cpu":1,"memory":1},"guarantee":{"cpu":2,"memory":1},
                "idle":{"timeout":1,"notice":0,"busy_limit":"never","maximum_age":1,"minimum_run":1,"keep_limit":"never",
                "quiet_hours":{"from":"22:00","to":"06:00","zone":"UTC"},"exempt":true}}}],
                "_pagination":{"offset":0,"limit":1,"total":1,"next":null}}
                """#)
        }
        hub.on("GET", "/hub/api/requests") { _ in
            .json(#"{"items":[\#(request)],"_pagination":{"offset":0,"limit":1,"total":1,"next":null}}"#)
        }
        hub.on("GET", "/hub/api/requests/r1") { _ in .json(request) }
        hub.on("GET", "/hub/api/users/ada/quota") { _ in
            .json(
                #"""
                {"user":"ada","servers":[{"name":"","full_name":"ada/","cpu":2,"memory":1}],
                "limits":[{"measure":"memory","limit":2,"used":1,"servers":1,"source":"quota","group":"lab",
                "explanation":"e"}]}
                """#)
        }
        hub.on("POST", "/hub/api/users/ada") { _ in .json("{\(user)}", status: 201) }
        hub.on("GET", "/hub/api/servers") { _ in .json("[\(server)]") }
        hub.on("GET", "/hub/api/users/ada/servers/gpu/events") { _ in
            .json(#"[{"id":1,"generation":3,"at":\#(time),"kind":"finished","message":"m"}]"#)
        }
        hub.on("PATCH", "/hub/api/users/ada/servers/gpu/resources") { _ in
            .json(
                #"""
                {"state":"applied","resources":{"cpu_reserve":0.5,"cpu":2,"memory":1},"resize":\#(resize),
                "on_next_start":["profile"],"next":{"cpu_reserve":1,"shared_memory":1}}
                """#)
        }
        hub.on("GET", "/hub/api/users/ada/tokens") { _ in .json(#"{"api_tokens":[\#(token)}]}"#) }
        hub.on("POST", "/hub/api/users/ada/tokens") { _ in .json(#"\#(token),"token":"t"}"#, status: 201) }
        hub.on("GET", "/hub/api/users/ada/sessions") { _ in
            .json(
                #"""
                [{"id":"s","user":"ada","created":\#(time),"last_activity":\#(time),"expires_at":\#(time),
                "address":"::1","browser":"Firefox","current":true}]
                """#)
        }
        hub.on("GET", "/hub/api/profiles/problems") { _ in .json(#"{"problems":[]}"#) }
        hub.on("GET", "/hub/api/profiles") { _ in
            .json(
                #"""
                [{"id":"small","title":"Small","summary":"s","image":"i","kernels":["R"],"default":true,
                "resources":{"cpu_reserve":0.5,"cpu":2,"memory":1},"ceiling":{"cpu":2,"memory":4},
                "gpus":0,"home":"workspace","network":"egress","mounts":[{"target":"/data","read_only":true}]}]
                """#)
        }
        let amount = #"{"cpu":2,"memory":1}"#
        let row = #"""
            {"key":"ada","servers":1,"hours":2,"reserved":{"cpu":1,"memory":1,"gpus":1},
            "used":{"cpu":1,"memory":1,"memory_share":0.5,"peak_memory":1,"peak_cpu":1}}
            """#
        hub.on("GET", "/hub/api/usage") { _ in
            .json(#"{"by":"user","since":\#(time),"until":\#(time),"rows":[\#(row)],"total":\#(row)}"#)
        }
        hub.on("GET", "/hub/api/usage/idle") { _ in
            .json(#"[{"server":"ada/","unused_memory":1,"idle":60,"usage":\#(row)}]"#)
        }
        let fit = #"{"default":1,"p50":1,"p90":1,"p95":1,"suggested":1}"#
        hub.on("GET", "/hub/api/usage/defaults") { _ in
            .json(
                #"""
                {"sessions":1,"inside":1,"share":1,"profiles":[{"profile":"small","sessions":1,"inside":1,"share":1,
                "raised":0,"resized":0,"requested":0,"out_of_memory":0,"memory":\#(fit),"cpu":\#(fit)}]}
                """#)
        }
        hub.on("GET", "/hub/api/capacity") { _ in
            .json(
                #"""
                {"nodes":[{"node":"local","host":\#(amount),"total":\#(amount),"reserved":\#(amount),"free":\#(amount),
                "used":\#(amount),"overcommit":\#(amount),"gpus":[{"id":"0","held":true,"server":"ada/"}]}],
                "queue":[{"server":"ada/gpu","needs":\#(amount),"gpus":0,"since":\#(time),"queue":\#(queue)}],
                "draining":"m"}
                """#)
        }
        hub.on("GET", "/hub/api/audit") { _ in
            .json(
                #"""
                {"entries":[{"id":1,"at":\#(time),"principal":"ada","address":"::1","action":"server.launch",
                "target":"ada/","parameters":{"profile":"small"},"result":"done"}],"next":null}
                """#)
        }
        let drain = #"{"draining":true,"message":"m","deadline":\#(time),"since":\#(time),"by":"root"}"#
        for method in ["GET", "PUT"] { hub.on(method, "/hub/api/drain") { _ in .json(drain) } }
        let said = #"{"message":"m","level":"info","at":\#(time),"until":\#(time),"filter":"f","by":"root"}"#
        for method in ["GET", "POST"] { hub.on(method, "/hub/api/broadcast") { _ in .json(said) } }
        hub.on("GET", "/hub/health") { _ in
            .json(#"{"live":true,"ready":false,"engine":{"state":"away","name":"e","problem":"p"}}"#)
        }
    }
}
