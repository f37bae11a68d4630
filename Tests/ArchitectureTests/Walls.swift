/// What a module may import: modules of ours, and of others beyond the ones everybody may.
struct Wall {
    let ours: Set<String>
    let others: Set<String>

    init(_ ours: Set<String> = [], _ others: Set<String> = []) {
        self.ours = ours
        self.others = others
    }
}

/// The table of who may import whom. A module that is not in it fails the test: it has no place yet.
let walls: [String: Wall] = [
    // The domain: no I/O, no concurrency.
    "Servers": Wall(),
    "Accounts": Wall(["Servers"], ["Crypto", "CryptoExtras"]),
    "Control": Wall(["Servers", "Accounts"], ["ServiceLifecycle", "AsyncAlgorithms", "Metrics"]),
    // Adapters.
    "DockerEngine": Wall([], ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),
    "DockerRuntime": Wall(["Servers", "DockerEngine"]),
    "JupyterServer": Wall(["Servers"], ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),
    "SQLiteStore": Wall(["Servers", "Accounts"], ["GRDB"]),
    "Workspaces": Wall(["Servers", "CLinux"]),
    "Observability": Wall([], ["Metrics", "CoreMetrics"]),
    "Settings": Wall(["Servers"], ["Yams"]),
    "CLinux": Wall(),
    "CZlib": Wall(),
    // The gateway process.
    "GatewayControl": Wall(["Servers", "Accounts"], ["NIOCore", "NIOPosix", "ServiceLifecycle"]),
    "Gateway": Wall(
        ["Servers", "Accounts", "GatewayControl"], ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "ServiceLifecycle"]),
    // API and pages.
    "HubAPI": Wall([], ["AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix"]),
    "Web": Wall(
        ["Control", "Accounts", "Servers", "HubAPI", "GatewayControl", "CZlib"],
        ["Hummingbird", "HTTPTypes", "NIOCore", "Mustache", "ServiceLifecycle"]),
]

/// `berth` wires everything, and is the only one that does.
let compositionRoot = "berth"

/// What the standard toolchain brings, and logging.
let everybodys: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Synchronization", "Logging",
]

/// Modules that only one folder of their importer may see: importer, module, folder.
let confined = [
    ("HubAPI", "AsyncHTTPClient", "Client"), ("HubAPI", "NIOCore", "Client"), ("HubAPI", "NIOHTTP1", "Client"),
    ("HubAPI", "NIOPosix", "Client"), ("Web", "CZlib", "Pages/Frame"),
]
