import ArgumentParser
import HubAPI

/// Which server a command is about.
struct ServerArgument: ParsableArguments {
    @Argument(
        help: "The server's name; without one it is the default server. USER/NAME and USER/ name another user's.",
        completion: .server)
    var name: String = ""

    @Option(help: "Whose server it is; without it, yours.", completion: .user)
    var user: String?

    /// Owner and name as typed; the owner is nil for the person who asks.
    var parts: (owner: String?, name: String) {
        get throws {
            guard let slash = name.firstIndex(of: "/") else { return (user, name) }
            let owner = String(name[..<slash])
            guard !owner.isEmpty, user == nil || user == owner else {
                throw CommandFailure("\"\(name)\" and --user name different users; give one of them")
            }
            return (owner, String(name[name.index(after: slash)...]))
        }
    }

    /// Asks the hub who is asking where no owner was given.
    func resolve(_ hub: HubClient) async throws -> HubServerName {
        let (owner, name) = try parts
        if let owner { return HubServerName(user: owner, name: name) }
        return HubServerName(user: try await hub.whoAmI().user.name, name: name)
    }
}

extension HubServerName {
    /// How a command line names it, for hints: ` gpu`, ` ada/gpu`, or nothing for one's own default server.
    func asArgument(_ typed: ServerArgument) -> String {
        let isOwn = (try? typed.parts.owner) ?? nil == nil
        if isOwn { return name.isEmpty ? "" : " \(name)" }
        return " '\(description)'"
    }
}
