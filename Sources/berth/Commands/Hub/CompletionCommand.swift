import ArgumentParser

/// `berth completion`
struct CompletionCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a script that completes berth's commands in your shell.",
        discussion: """
            Commands, options and their values; names of servers, profiles and users are asked of the hub.

              source <(berth completion bash)                                       for this shell
              berth completion bash > ~/.local/share/bash-completion/completions/berth
              berth completion zsh > "${fpath[1]}/_berth"
              berth completion fish > ~/.config/fish/completions/berth.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable, Sendable {
        case bash, zsh, fish

        var kind: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "Which shell.") var shell: Shell

    func run(in context: CommandContext) async throws {
        context.output.write(Berth.completionScript(for: shell.kind))
    }
}
