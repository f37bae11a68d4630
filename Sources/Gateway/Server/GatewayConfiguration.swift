package import Accounts
package import Servers

/// What the gateway is started with.
package struct GatewayConfiguration: Sendable {
    /// The certificate chain and its key, both PEM files.
    package struct TLSFiles: Hashable, Sendable {
        package let certificatePath: String
        package let keyPath: String

        package init(certificatePath: String, keyPath: String) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    /// An IP address, or `localhost`.
    package var listenHost: String
    /// 0 takes any free one.
    package var listenPort: Int
    package var origins: Origins
    /// Where `serve` answers HTTP.
    package var hubSocketPath: String
    /// Where the gateway listens for `serve`.
    package var controlSocketPath: String
    package var tls: TLSFiles?
    /// The proxies in front that terminate TLS.
    package var trustedProxies: [AddressBlock]
    /// What `hello` says.
    package var version: String
    package var limits = GatewayLimits()

    package init(
        listenHost: String, listenPort: Int, origins: Origins, hubSocketPath: String, controlSocketPath: String,
        tls: TLSFiles? = nil, trustedProxies: [AddressBlock] = [], version: String
    ) {
        self.listenHost = listenHost
        self.listenPort = listenPort
        self.origins = origins
        self.hubSocketPath = hubSocketPath
        self.controlSocketPath = controlSocketPath
        self.tls = tls
        self.trustedProxies = trustedProxies
        self.version = version
    }

    var proxies: TrustedProxies { TrustedProxies(ranges: trustedProxies, isSecure: tls != nil) }

    var listensOnLoopback: Bool {
        listenHost == "localhost" || listenHost == "::1" || listenHost.hasPrefix("127.")
    }
}

/// How long the gateway waits, and for how much.
package struct GatewayLimits: Hashable, Sendable {
    /// For a whole request head, from the connection's start or the last answer on.
    package var head = Duration.seconds(60)
    /// For a client that takes nothing of its answer.
    package var writeStall = Duration.seconds(60)
    /// A request is held while `serve` does not answer: a restart takes about 1 s.
    package var hubAway = Duration.seconds(5)
    /// Between two tries of a held request.
    package var hubRetry = Duration.milliseconds(100)
    /// For `serve` to say who holds a token.
    package var question = Duration.seconds(5)
    /// For a container to take a connection.
    package var connect = Duration.seconds(5)
    /// Between two looks at the certificate's files.
    package var certificates = Duration.seconds(5)
    /// Between two reports of activity.
    package var activity = Duration.seconds(10)
    /// From when on what a page sends to a kernel counts as a person's: when it connects, it asks by itself.
    package var settle = Duration.seconds(10)
    /// For what runs at shutdown.
    package var drain = Duration.seconds(10)

    package init() {}
}
