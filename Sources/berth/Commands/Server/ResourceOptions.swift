import ArgumentParser
import HubAPI
import Servers

/// What a server is asked to be.
struct ResourceOptions: ParsableArguments {
    @Option(help: "What kind of server; see 'berth profiles'.", completion: .profile) var profile: String?
    @Option(help: "The most cores, such as 0.5 or 2.", transform: Self.cores) var cpu: Double?
    @Option(help: "The cores that are always there, of those.", transform: Self.cores) var reserve: Double?
    @Option(help: "Memory, such as 512M or 4G (1024-based).", transform: Self.memory) var memory: Int64?
    @Option(help: "The size of /dev/shm, part of the memory, such as 1G.", transform: Self.memory) var shm: Int64?

    var request: LaunchRequest {
        LaunchRequest(
            profile: profile, cpu: cpu, cpuReserve: reserve, memory: memory.map { .bytes($0) },
            sharedMemory: shm.map { .bytes($0) })
    }

    @Sendable
    static func cores(_ text: String) throws -> Double {
        guard let number = Double(text) else {
            throw ValidationError("expected a number of cores such as 0.5 or 2")
        }
        return try checked { () throws(InvalidValue) in try Cores(number, field: "cores").number }
    }

    @Sendable
    static func memory(_ text: String) throws -> Int64 {
        try checked { () throws(InvalidValue) in try Bytes(text, field: "size").count }
    }

    private static func checked<Value>(_ read: () throws(InvalidValue) -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw ValidationError("expected \(error.expected)")
        }
    }
}

/// Whether a launch leaves out what is the user's own.
struct CleanOption: ParsableArguments {
    @Flag(help: "Ignore your own packages and Jupyter settings this once; nothing is deleted.") var clean = false

    func applied(to request: LaunchRequest) -> LaunchRequest {
        var request = request
        request.clean = clean ? true : nil
        return request
    }
}
