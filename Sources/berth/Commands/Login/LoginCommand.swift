import ArgumentParser
import Foundation
import HubAPI

/// `berth login`
struct LoginCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in to a hub from this machine.",
        discussion: """
            Asks for your name and password and keeps a token made for this machine in credentials.json, never the
            password. The hub becomes the one that the other commands ask; tokens of other hubs are kept beside it, and
            --url chooses among them. A hub's certificate must be good, and a hub on another machine must have one:

              berth login https://hub.example.com
              berth login https://hub.example.com --user ada
              berth login http://localhost:8000 --token-stdin < token
            """)

    @Argument(help: "The hub's address; without it, the one that is asked now.") var url: String?
    @Option(help: "Your name there; without it, it is asked for.") var user: String?
    @Flag(help: "Read a token from standard input instead of asking for a password.") var tokenStdin = false

    func run(in context: CommandContext) async throws {
        let address = try HubCredentials.find(
            CredentialsChoice(url: url), environment: context.environment, home: context.home
        ).credentials.address
        guard !address.isExposed else {
            throw CommandFailure(
                "\(address) is plain HTTP to another machine: what you type could be read on the way",
                advice: "Use https, or a tunnel: ssh -L 8000:localhost:8000 HOST, then 'berth login "
                    + "http://localhost:8000'.")
        }
        try await requireHub(address)
        let token = try tokenStdin ? context.readInput() : await makeToken(address, context)
        let me = try await withHubClient(address: address, token: token) { try await $0.whoAmI() }
        let path = HubCredentials.filePath(environment: context.environment, home: context.home)
        var file = try HubCredentials.File.read(path)?.file ?? HubCredentials.File()
        file.keep(token, for: address.base)
        try file.write(to: path)
        context.output.note("Logged in to \(address) as \(me.user.name). The token is in \(path).")
        for name in ["BERTH_URL", "BERTH_TOKEN"] where context.environment[name]?.isEmpty == false {
            context.output.warn("$\(name) is set and goes before that file.")
        }
    }

    private func requireHub(_ address: HubAddress) async throws {
        let version = try await withHubClient(address: address, token: nil) { try await $0.version() }
        guard version.berth != nil else {
            throw HubError.badAnswer("it speaks JupyterHub's API \(version.api), but it is not Berth")
        }
    }

    private func makeToken(_ address: HubAddress, _ context: CommandContext) async throws -> String {
        guard let name = try user ?? context.ask("User name at \(address): ", false),
            let password = try context.ask("Password of \(name): ", true)
        else {
            throw CommandFailure(
                "There is no terminal to ask for a password at",
                advice: "Give a token instead: berth login --token-stdin < FILE", status: .notAllowed)
        }
        let wanted = NewToken(
            note: "berth login on \(ProcessInfo.processInfo.hostName)", auth: .init(username: name, password: password))
        do {
            let made = try await withHubClient(address: address, token: nil) {
                try await $0.createToken(for: name, wanted)
            }
            guard let token = made.token else { throw HubError.badAnswer("a new token came without its secret") }
            return token
        } catch HubError.refused(403, "bad_login"?, let message) {
            throw CommandFailure(
                message ?? "User name or password is wrong",
                advice: "No password yet, or a forgotten one? An admin makes a new one: berth user password NAME",
                status: .notAllowed)
        }
    }
}
