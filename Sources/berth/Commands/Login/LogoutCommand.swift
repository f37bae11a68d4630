import ArgumentParser
import HubAPI

/// `berth logout`
struct LogoutCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Log out of a hub: revoke this machine's token.",
        discussion: """
            Revokes the token that 'berth login' keeps and forgets it. Servers go on running. With --everywhere all your
            browsers are logged out too, and what they have open closes; with --tokens also all your other tokens end:

              berth logout
              berth logout --everywhere
              berth logout --everywhere --tokens
              berth logout --url https://hub.example.com
            """)

    @Flag(help: "End all your browser sessions too.") var everywhere = false
    @Flag(help: "With --everywhere: revoke all your tokens too.") var tokens = false
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard everywhere || !tokens else { throw ValidationError("--tokens goes with --everywhere") }
    }

    func run(in context: CommandContext) async throws {
        let path = HubCredentials.filePath(environment: context.environment, home: context.home)
        let (credentials, _) = try HubCredentials.find(
            hub.choice, environment: context.environment, home: context.home)
        let isKept = credentials.tokenSource == path
        guard isKept || everywhere else {
            throw CommandFailure(
                "There is no token of \(credentials.address) in \(path)",
                advice: "A token from $BERTH_TOKEN or --token-file is revoked with 'berth token revoke'.",
                status: .notAllowed)
        }
        do {
            try await context.withHub(hub) { try await end($0, ownToo: isKept, context) }
        } catch HubError.refused(403, "no_credentials"?, _) where isKept {
            context.output.note("The token was no good any more.")
        }
        guard isKept, var file = try HubCredentials.File.read(path)?.file else { return }
        file.forget(credentials.address.base)
        try file.write(to: path)
        context.output.note("Logged out of \(credentials.address).")
    }

    private func end(_ client: HubClient, ownToo: Bool, _ context: CommandContext) async throws {
        let me = try await client.whoAmI()
        if everywhere {
            let ended = try await client.endSessions(of: me.user.name, tokensToo: tokens)
            context.output.note("Ended \(ended.sessions) browser sessions and \(ended.tokens) tokens.")
        }
        guard ownToo, !tokens, let token = me.tokenID else { return }
        try await client.revokeToken(token, of: me.user.name)
    }
}
