// swift-tools-version: 6.2

import PackageDescription

// One package, one product: the executable `berth`. Which module may import which is a rule of the
// architecture (README.md, "Where each thing is") that ArchitectureTests checks against the code.

/// What a module of ours may depend on: other modules of ours, then products of other packages.
struct Module {
    let name: String
    var ours: [String] = []
    var others: [Target.Dependency] = []
    /// Documents that are not sources, in the module's folder.
    var readmes = ["README.md"]
    /// Folders of files that become part of the binary, as `PackageResources`.
    var embedded: [String] = []
}

let asyncAlgorithms = Target.Dependency.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let modules: [Module] = [
    // The domain: values and rules, no I/O.
    Module(name: "Servers"),
    Module(name: "Accounts", ours: ["Servers"], others: [crypto, cryptoExtras]),
    Module(
        name: "Control", ours: ["Servers", "Accounts"],
        others: [logging, serviceLifecycle, asyncAlgorithms, metrics]),
    // Adapters: one effect each.
    Module(name: "DockerEngine", others: [logging, asyncHTTPClient, nioCore, nioHTTP1]),
    Module(name: "DockerRuntime", ours: ["Servers", "DockerEngine"], others: [logging]),
    Module(name: "JupyterServer", ours: ["Servers"], others: [asyncHTTPClient, nioCore, nioHTTP1]),
    Module(name: "SQLiteStore", ours: ["Servers", "Accounts"], others: [logging, grdb]),
    Module(name: "Workspaces", ours: ["Servers", "CLinux"], others: [logging]),
    Module(name: "Observability", others: [logging, metrics, coreMetrics]),
    Module(name: "Settings", ours: ["Servers"], others: [yams]),
    // The gateway process.
    Module(
        name: "GatewayControl", ours: ["Servers", "Accounts"],
        others: [logging, nioCore, nioPosix, serviceLifecycle]),
    Module(
        name: "Gateway", ours: ["Servers", "Accounts", "GatewayControl"],
        others: [logging, nioCore, nioPosix, nioHTTP1, nioSSL, serviceLifecycle]),
    // The API, its client, and the pages.
    Module(
        name: "HubAPI", others: [asyncHTTPClient, nioCore, nioHTTP1, nioPosix],
        readmes: ["README.md", "Client/README.md"]),
    Module(
        name: "Web", ours: ["Control", "Accounts", "Servers", "GatewayControl", "HubAPI", "CZlib"],
        others: [logging, serviceLifecycle, hummingbird, httpTypes, nioCore, mustache],
        embedded: ["Templates", "Static"]),
]

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let support: Target.Dependency = "Support"

let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "berth", targets: ["berth"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .target(name: "CLinux", exclude: ["README.md"]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .executableTarget(
            name: "berth",
            dependencies: modules.map { .init(stringLiteral: $0.name) } + [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                logging, serviceLifecycle, unixSignals, metrics, asyncHTTPClient, nioCore, nioPosix,
            ],
            exclude: ["README.md"],
            swiftSettings: settings),
        // Fakes, the stub engine on a Unix socket, and the suites that fake and real both pass.
        .target(
            name: "Support", dependencies: ["Servers", "Accounts", logging, nioCore, nioPosix, nioHTTP1],
            path: "Tests/Support", swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", exclude: ["README.md"], swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "berth", "HubAPI", "Settings", support,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
    ]
        + modules.map {
            .target(
                name: $0.name,
                dependencies: $0.ours.map { .init(stringLiteral: $0) } + $0.others,
                exclude: $0.readmes,
                resources: $0.embedded.map { .embedInCode($0) },
                swiftSettings: settings)
        }
        + modules.map {
            .testTarget(
                name: $0.name + "Tests",
                dependencies: [.init(stringLiteral: $0.name), support]
                    + $0.ours.map { .init(stringLiteral: $0) } + $0.others
                    + ($0.name == "Gateway" ? [nioEmbedded] : [])
                    // Its benchmark reads an engine, and Jupyters; its metrics are read as Prometheus would.
                    + ($0.name == "Control"
                        ? ["DockerRuntime", "DockerEngine", "JupyterServer", "Observability"] : [])
                    // Its benchmark lists what a real store holds.
                    + ($0.name == "Web" ? ["SQLiteStore", grdb] : []),
                swiftSettings: settings)
        }
)
