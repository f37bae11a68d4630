import Control
import HubAPI
import Servers

extension LaunchOptions {
    /// What a server keeps from launch to launch.
    static let kept = ["profile", "cpu", "memory"]
    /// What a launch may be asked for.
    static let names = kept + ["clean"]

    /// Reads the fields of a launch: flat, or in `user_options`. Throws `Refusal` 400 naming the field.
    init(_ body: RequestObject) throws {
        let source = try Self.source(body)
        self.init(
            profile: try source.string("profile").map { ProfileID($0) }, cpu: try Self.cpu(source["cpu"]),
            memory: try Self.memory(source["memory"]), clean: try source.bool("clean") ?? false)
    }

    /// Reads cores and memory alone, whatever else the body has.
    init(cpuAndMemoryOf body: RequestObject) throws {
        self.init(cpu: try Self.cpu(body["cpu"]), memory: try Self.memory(body["memory"]))
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

    private static func cpu(_ value: JSONValue?) throws -> Cores? {
        switch value {
        case nil: nil
        case .integer(let number): try Cores(Double(number), field: "cpu")
        case .number(let number): try Cores(number, field: "cpu")
        case let other?: throw RequestObject.wrong("cpu", other, "a number of cores such as 0.5 or 4")
        }
    }

    private static func memory(_ value: JSONValue?) throws -> Bytes? {
        switch value {
        case nil: nil
        case .integer(let number) where number > 0: Bytes(number)
        case .string(let text): try Bytes(text, field: "memory")
        case let other?: throw RequestObject.wrong("memory", other, "bytes as a whole number, or a size such as 8G")
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
            memory: source.isGiven("memory") ? .set(options.memory) : .keep)
    }
}
