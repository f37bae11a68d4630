import Control
import HubAPI
import Servers

extension LaunchOptions {
    /// What a server keeps from launch to launch.
    static let kept = ["profile", "cpu", "cpu_reserve", "memory", "shared_memory"]
    /// What a launch may be asked for.
    static let names = kept + ["clean"]

    /// Reads the fields of a launch: flat, or in `user_options`. Throws `Refusal` 400 naming the field.
    init(_ body: RequestObject) throws {
        let source = try Self.source(body)
        self.init(
            profile: try source.string("profile").map { ProfileID($0) }, cpu: try Self.cores("cpu", of: source),
            reserve: try Self.cores("cpu_reserve", of: source), memory: try Self.size("memory", of: source),
            sharedMemory: try Self.size("shared_memory", of: source), clean: try source.bool("clean") ?? false)
    }

    /// Reads cores and memory alone, whatever else the body has.
    init(cpuAndMemoryOf body: RequestObject) throws {
        self.init(cpu: try Self.cores("cpu", of: body), memory: try Self.size("memory", of: body))
    }

    /// The object that has the options.
    fileprivate static func source(_ body: RequestObject, allowed: [String] = names) throws -> RequestObject {
        guard let options = body["user_options"] else { return body }
        if let twice = names.first(where: { body[$0] != nil }) {
            throw Refusal(
                .badRequest, code: "bad_value", "\(twice): say it beside \"user_options\" or in it, not both")
        }
        return try RequestObject(options, allowed: allowed, within: "user_options")
    }

    /// The fields that a launch's body may have.
    static let allowed = names + beside
    /// The fields that the body of a server that is made or changed may have.
    static let allowedOfRecord = kept + beside
    private static let beside = ["user_options", "display_name"]

    private static func cores(_ field: String, of body: RequestObject) throws -> Cores? {
        switch body[field] {
        case nil: nil
        case .integer(let number): try Cores(Double(number), field: field)
        case .number(let number): try Cores(number, field: field)
        case let other?: throw RequestObject.wrong(field, other, "a number of cores such as 0.5 or 4")
        }
    }

    private static func size(_ field: String, of body: RequestObject) throws -> Bytes? {
        switch body[field] {
        case nil: nil
        case .integer(let number) where number > 0: Bytes(number)
        case .string(let text): try Bytes(text, field: field)
        case let other?: throw RequestObject.wrong(field, other, "bytes as a whole number, or a size such as 8G")
        }
    }
}

extension LaunchOptionsEdit {
    /// Reads a change, flat or in `user_options`: absent keeps, null is the default. Throws `Refusal` 400 naming the field.
    init(_ body: RequestObject) throws {
        let (source, options) = (try LaunchOptions.source(body, allowed: LaunchOptions.kept), try LaunchOptions(body))
        self.init(
            profile: source.isGiven("profile") ? .set(options.profile) : .keep,
            cpu: source.isGiven("cpu") ? .set(options.cpu) : .keep,
            reserve: source.isGiven("cpu_reserve") ? .set(options.reserve) : .keep,
            memory: source.isGiven("memory") ? .set(options.memory) : .keep,
            sharedMemory: source.isGiven("shared_memory") ? .set(options.sharedMemory) : .keep)
    }
}
