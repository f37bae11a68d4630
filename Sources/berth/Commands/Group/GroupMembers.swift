import ArgumentParser
import HubAPI

/// `berth group add`
struct GroupAdd: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a group.",
        discussion: """
              berth group add physics
            """)

    @Argument(help: "Lower case, 1 to 64 of a-z 0-9 . _ and -.") var name: String
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let group = try await context.withHub(hub) { try await $0.addGroup(name) }
        context.output.note("Made the group \(group.name). Add members: berth group join \(group.name) USER…")
    }
}

/// `berth group rm`
struct GroupRm: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove a group. Its members stay.",
        discussion: """
              berth group rm physics
            """)

    @Argument(help: "The group's name.") var name: String
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { try await $0.removeGroup(name) }
        context.output.note("The group \(name) is removed.")
    }
}

/// `berth group join`
struct GroupJoin: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Add users to a group.",
        discussion: """
            Counts from their next launch on.

              berth group join physics ada bob
            """)

    @Argument(help: "The group's name.") var name: String
    @Argument(help: "The users' names.") var users: [String]
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let group = try await context.withHub(hub) { try await $0.join(name, users) }
        context.output.note("\(group.name) has \(group.users.count) members: \(group.users.joined(separator: ", "))")
    }
}

/// `berth group leave`
struct GroupLeave: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Take users out of a group.",
        discussion: """
            Counts from their next launch on.

              berth group leave physics bob
            """)

    @Argument(help: "The group's name.") var name: String
    @Argument(help: "The users' names.") var users: [String]
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let group = try await context.withHub(hub) { try await $0.leave(name, users) }
        context.output.note("\(group.name) has \(group.users.count) members: \(group.users.joined(separator: ", "))")
    }
}
