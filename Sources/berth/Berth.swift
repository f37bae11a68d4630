import ArgumentParser

/// The `berth` command: the hub and the gateway, and everything people type.
struct Berth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract: "A notebook server of one's own, in a container.",
        discussion: """
            Berth gives every person their own Jupyter notebook server. These commands ask the hub for yours:

              berth launch                        start it, and see how far it is
              berth open                          open it in the browser
              berth logs -f                       what it writes
              berth stop                          stop it; files stay

            Which hub, and who is asking: $BERTH_URL and $BERTH_TOKEN, else the file
            ~/.config/berth/credentials.json, which 'berth login' writes. 'berth doctor' checks both, and this machine.

            Results go to standard output, everything for people to standard error, so that
            'url=$(berth launch)' and 'berth ls --output json | jq' do what one expects.

            EXIT CODES
              0    done
              1    failed, or refused by the hub
              2    the hub can't be reached
              3    not allowed: no credentials, wrong ones, or too small ones
              4    no such server, user or token, or it is not running
              5    the server has busy kernels; --force ends it all the same
              64   the command line is wrong
              130  interrupted
            """,
        version: BerthVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Notebook servers:",
                subcommands: [
                    LaunchCommand.self, ListCommand.self, StatusCommand.self, TopCommand.self, StopCommand.self,
                    LogsCommand.self, HistoryCommand.self, OpenCommand.self, ProfilesCommand.self, RestartCommand.self,
                    ResizeCommand.self,
                    ChangeCommand.self, CreateCommand.self, RenameCommand.self, RemoveCommand.self, QuotaCommand.self,
                    RequestCommand.self, KeepCommand.self,
                ]),
            CommandGroup(
                name: "Accounts:",
                subcommands: [
                    LoginCommand.self, LogoutCommand.self, PasswordCommand.self, SessionCommand.self, TokenCommand.self,
                    UserCommand.self, GroupCommand.self,
                ]),
            CommandGroup(
                name: "Operating:",
                subcommands: [
                    ServeCommand.self, GatewayCommand.self, CapacityCommand.self, UsageCommand.self, ReapCommand.self,
                    DrainCommand.self, BroadcastCommand.self, AuditCommand.self, ImageCommand.self, StoreCommand.self,
                    DoctorCommand.self,
                    VersionCommand.self,
                    CompletionCommand.self,
                ]),
        ])
}
