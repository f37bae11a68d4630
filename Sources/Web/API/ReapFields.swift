import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// What a request to reap names, in the query or in the body.
struct ReapFields {
    static let names = ["idle", "filter", "user", "group", "profile", "over_memory"]

    let order: ReapOrder

    /// Throws 400 naming the parameter.
    init(_ request: Request) throws {
        let idle = try request.query("idle").map { try WrittenDuration.read($0, field: "idle") }
        order = ReapOrder(
            timeout: idle,
            filter: try Self.filter(
                request.query("filter"), user: request.query("user"), group: request.query("group"),
                profile: request.query("profile"), memory: request.query("over_memory")))
    }

    /// Throws 400 naming the field.
    init(_ body: RequestObject) throws {
        let memory: String? =
            switch body["over_memory"] {
            case nil: nil
            case .integer(let bytes): "\(bytes)"
            case .string(let text): text
            case let other?: throw RequestObject.wrong("over_memory", other, "bytes, or a size such as 8G")
            }
        order = ReapOrder(
            timeout: try body.duration("idle"),
            filter: try Self.filter(
                body.string("filter"), user: body.string("user"), group: body.string("group"),
                profile: body.string("profile"), memory: memory))
    }

    /// All of it as one filter.
    private static func filter(
        _ text: String?, user: String?, group: String?, profile: String?, memory: String?
    ) throws -> FleetFilter {
        let terms = [
            try user.map { "owner:\"\(try UserName($0))\"" }, try group.map { "group:\"\(try GroupName($0))\"" },
            profile.map { "profile:\"\($0.replacing("\"", with: ""))\"" },
            try memory.map { "used:>\(try Bytes($0, field: "over_memory").count)" },
        ]
        return try FleetFilter(text ?? "").and(FleetFilter(terms.compactMap(\.self).joined(separator: " ")))
    }
}
