import Servers

// What keys mean together.

extension SettingsReader {
    mutating func check(_ settings: BerthSettings) {
        checkTLSFiles()
        checkListening(settings)
        checkSchemes(settings)
        checkOrigins(settings)
    }

    private mutating func checkTLSFiles() {
        let certificate = !(given[.tlsCertificate]?.value ?? "").isEmpty
        let key = !(given[.tlsKey]?.value ?? "").isEmpty
        if certificate, !key { report(.tlsCertificate, "tls_key is missing; set both or none") }
        if key, !certificate { report(.tlsKey, "tls_certificate is missing; set both or none") }
    }

    private mutating func checkListening(_ settings: BerthSettings) {
        guard !settings.listen.isLoopback, settings.tls == nil, settings.trustedProxies.isEmpty else { return }
        report(
            .listen,
            "this address is reached from other machines, and without TLS passwords and notebooks would cross the "
                + "network in the clear; set tls_certificate and tls_key, or name the proxy in front that terminates TLS "
                + "with trusted_proxies, or listen on 127.0.0.1")
    }

    /// What browsers speak must be what somebody here, or in front, understands.
    private mutating func checkSchemes(_ settings: BerthSettings) {
        if settings.notebookURL.isSecure != settings.hubURL.isSecure {
            report(.notebookURL, "hub_url and notebook_url must both be https, or both http")
        }
        if settings.hubURL.isSecure, settings.tls == nil, settings.trustedProxies.isEmpty {
            report(
                .hubURL,
                "nobody would speak https: set tls_certificate and tls_key, or name the proxy in front that does with "
                    + "trusted_proxies")
        }
        if !settings.hubURL.isSecure, settings.tls != nil {
            report(.hubURL, "with tls_certificate and tls_key Berth speaks https: say so here and in notebook_url")
        }
    }

    private mutating func checkOrigins(_ settings: BerthSettings) {
        let hub = settings.hubURL
        if ![.none, hub.path].contains(settings.notebookURL.path) {
            report(.notebookURL, "hub and notebooks are below one path, and hub_url tells which; leave it out here")
        }
        switch settings.notebookURL {
        case .shared(let notebook):
            guard notebook.host == hub.host, notebook.port == hub.port, !settings.oneOriginAccepted else { return }
            report(
                .notebookURL,
                "hub and notebooks would share the origin \(hub.authority), so that any notebook's content could act "
                    + "as the person who looks at it; use another host such as http://{user}.localhost:8000, another "
                    + "port, or accept the risk with one_origin: accepted")
        case .perOwner(let parent):
            guard hub.port == parent.port, hub.host.hasSuffix("." + parent.host),
                !hub.host.dropLast(parent.host.count + 1).contains(".")
            else { return }
            report(
                .notebookURL,
                "hub_url's host \(hub.host) is one of the hosts of this template, so that it could be a user's too; "
                    + "use {user}. below a name of its own, such as {user}.nb.example.com")
        }
    }
}
