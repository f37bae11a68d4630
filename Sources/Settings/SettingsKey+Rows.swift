private let pathExpected = "a path; a relative one is taken from the file's directory, or the working directory"
private let flagExpected = "true or false"
private let durationExpected = "a number with ms, s, m, h or d, such as 90s or 14d"

extension SettingsKey {
    var pathRow: SettingsRow {
        switch self {
        case .dockerSocket:
            SettingsRow("/var/run/docker.sock", expected: pathExpected, help: "the Docker Engine's Unix socket")
        case .profilesDirectory:
            SettingsRow(
                rule: "`/etc/berth/profiles` if it is there, else `./profiles`", expected: pathExpected,
                help: "one YAML file a profile")
        case .workspacesDirectory:
            SettingsRow(rule: "`<state_dir>/workspaces`", expected: pathExpected, help: "the users' home directories")
        case .clusterDirectory:
            SettingsRow(
                rule: "`/etc/berth/cluster` if it is there, else `<state_dir>/cluster`", expected: pathExpected,
                help: "what every container reads at `/etc/berth/cluster`")
        case .registryCredentials:
            SettingsRow(
                "", expected: pathExpected,
                help:
                    "logins for private registries, in the format of Docker's `config.json`, mode 600; read at each pull"
            )
        case .secretsDirectory:
            SettingsRow(
                rule: "`/etc/berth/secrets` as root, else `~/.config/berth/secrets`", expected: pathExpected,
                help: "the files that profiles name as `secrets`; nobody else may write there")
        default:
            SettingsRow(
                rule: "`/var/lib/berth` as root, else `~/.local/state/berth`", expected: pathExpected,
                help: "database, instance key, logs, sockets")
        }
    }

    var networkRow: SettingsRow {
        switch self {
        case .hubURL:
            SettingsRow(
                "http://localhost:8000",
                expected: "http:// or https://, a host, perhaps a port and a path that pages and servers are below",
                help:
                    "where browsers find pages and API; with a path (`https://example.com/berth`) all is below it, servers too"
            )
        case .notebookURL:
            SettingsRow(
                "http://{user}.localhost:8000",
                expected: "such as https://{user}.nb.example.com, {user} being the whole first label",
                help:
                    "where browsers find servers; `{user}` is the owner's label, without it one host serves all owners")
        case .oneOrigin:
            SettingsRow(
                "refused", expected: "refused or accepted",
                help:
                    "`accepted`: hub and notebooks may share one origin, so that notebook content can act as who looks at it"
            )
        case .tlsCertificate:
            SettingsRow(
                "", expected: "a readable PEM file, together with tls_key",
                help:
                    "PEM file, leaf first; read again when it changes, for which `gateway_user` must be able to read it"
            )
        case .tlsKey:
            SettingsRow("", expected: "a readable PEM file, together with tls_certificate", help: "PEM file, likewise")
        case .trustedProxies:
            SettingsRow(
                "", expected: "addresses or blocks of them, with commas between, such as 127.0.0.1, 10.0.0.0/8",
                help:
                    "proxies in front that terminate TLS: their `X-Forwarded-For`, `-Proto` and `-Host` and `X-Request-Id` are believed, nobody else's"
            )
        default:
            SettingsRow(
                "127.0.0.1:8000", expected: "an IP address or localhost, and a port, such as 127.0.0.1:8000",
                help: "the gateway's address; beyond loopback only with TLS files or `trusted_proxies`")
        }
    }

    var policyRow: SettingsRow {
        switch self {
        case .reach:
            SettingsRow(
                "auto", expected: "auto, bridge or published",
                help: "how containers are reached: their bridge address, or a port published on loopback")
        case .isolation:
            SettingsRow(
                "required", expected: "required or off",
                help: "`off`: launch even where containers can't be closed off from each other and the host")
        case .adminAccess:
            SettingsRow("false", expected: flagExpected, help: "admins may open other people's servers in a browser")
        case .uidBase:
            SettingsRow(
                "20000", expected: "a whole number from 1000 to 2000000000",
                help: "as root: the first of the user ids given to users, one each")
        case .sharedUID:
            SettingsRow(
                "", expected: "a user id from 1 to 2000000000, or nothing",
                help: "one user id for everybody's containers instead")
        case .gatewayUser:
            SettingsRow(
                "nobody", expected: "a user name or id other than root",
                help: "who the gateway process becomes when started as root")
        default:
            SettingsRow("small", expected: "a profile's id", help: "the profile of a launch that names none")
        }
    }

    var serviceRow: SettingsRow {
        switch self {
        case .logFormat: SettingsRow("text", expected: "text or json", help: "how log lines look")
        case .logLevel:
            SettingsRow(
                "info", expected: "trace, debug, info, notice, warning, error or critical",
                help: "the least serious level that is logged")
        case .healthInterval:
            SettingsRow(
                "30s", expected: durationExpected, help: "how often a running server is asked whether it answers")
        case .stopGrace:
            SettingsRow(
                "15s", expected: durationExpected, help: "what a stop gives the processes before they are killed")
        case .launchWait:
            SettingsRow("10s", expected: durationExpected, help: "how long the answer to a launch waits for the server")
        case .sessionLifetime:
            SettingsRow("14d", expected: durationExpected, help: "how long a browser stays logged in")
        default:
            SettingsRow("120s", expected: durationExpected, help: "from container start to Jupyter's first answer")
        }
    }
}
