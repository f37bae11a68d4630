import HubAPI
import Servers

extension LaunchOptions {
    private static let names = ["profile", "cpu", "memory"]

    /// Reads the fields of a launch: flat, or in `user_options`. Throws `Refusal` 400 naming the field.
    init(_ body: RequestObject) throws {
        let options = try body["user_options"].map {
            try RequestObject($0, allowed: Self.names, within: "user_options")
        }
        let source = options ?? body
        self.init(
            profile: try source.string("profile").map { ProfileID($0) }, cpu: try Self.cpu(source["cpu"]),
            memory: try Self.memory(source["memory"]))
    }

    /// The fields that a launch's body may have.
    static let allowed = names + ["user_options", "display_name"]

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
