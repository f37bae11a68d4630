import Control
import Foundation
import HubAPI
import Servers

/// A report of activity, checked as JupyterHub does.
struct ActivityBody {
    /// The latest moment in the report.
    let latest: Timestamp?
    /// By the names of the servers in it.
    let servers: [String: Timestamp]

    /// Throws 400 when there is nothing in it, when a time cannot be read or is more than 59 minutes ahead.
    init(_ body: RequestObject) throws {
        guard !body.isEmpty else {
            throw Refusal(.badRequest, code: "bad_value", "last_activity or servers: at least one must be there")
        }
        var moments: [Timestamp] = []
        var servers: [String: Timestamp] = [:]
        if let text = try body.string("last_activity") { moments.append(try Self.moment(text)) }
        if let value = body["servers"] {
            guard case .object(let entries) = value else { throw RequestObject.wrong("servers", value, "an object") }
            for (name, entry) in entries {
                guard case .string(let text)? = entry["last_activity"] else {
                    throw RequestObject.wrong("servers", entry, "objects with last_activity")
                }
                servers[name] = try Self.moment(text)
            }
        }
        latest = (moments + servers.values).max()
        self.servers = servers
    }

    private static func moment(_ text: String) throws -> Timestamp {
        let moment = try Timestamp(written: text, field: "last_activity")
        guard moment.date < Date(timeIntervalSinceNow: 59 * 60) else {
            throw Refusal(.badRequest, code: "bad_value", "last_activity: \(text.prefix(100)) is in the future")
        }
        return moment
    }
}
