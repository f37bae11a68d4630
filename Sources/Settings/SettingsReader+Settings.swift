import Servers

extension SettingsReader {
    /// All keys read, in the table's order so that problems come in it; nil when one cannot be read.
    mutating func settings() -> BerthSettings? {
        let around = surroundings
        let state = path(.stateDirectory, otherwise: around.stateDirectory)
        let beneath = state ?? around.stateDirectory
        let listen = value(.listen) { ListenAddress($0) }
        let hub = value(.hubURL) { WebAddress($0) }
        let notebook = value(.notebookURL) { NotebookAddress($0) }
        let oneOrigin = value(.oneOrigin) { ["refused": false, "accepted": true][$0] }
        let socket = path(.dockerSocket, otherwise: "/var/run/docker.sock")
        let profiles = path(.profilesDirectory, otherwise: around.profilesDirectory)
        let profile = value(.defaultProfile) { $0.isEmpty ? nil : ProfileID($0) }
        let workspaces = path(.workspacesDirectory, otherwise: beneath + "/workspaces")
        let cluster = path(.clusterDirectory, otherwise: around.clusterDirectory(state: beneath))
        let secrets = path(.secretsDirectory, otherwise: around.secretsDirectory)
        let credentials = given[.registryCredentials].flatMap { given in
            given.value.isEmpty ? nil : path(.registryCredentials, otherwise: "")
        }
        let reach = value(.reach) { BerthSettings.Reach(rawValue: $0) }
        let isolation = value(.isolation) { BerthSettings.Isolation(rawValue: $0) }
        let adminAccess = value(.adminAccess, readFlag)
        let uidBase = value(.uidBase) { readUID($0, from: 1000) }
        let sharedUID = optional(.sharedUID) { readUID($0, from: 1) }
        let gatewayUser = value(.gatewayUser, readUnprivilegedUser)
        let certificate = tlsFile(.tlsCertificate)
        let key = tlsFile(.tlsKey)
        let proxies = value(.trustedProxies, readBlocks)
        let logFormat = value(.logFormat) { BerthSettings.LogFormat(rawValue: $0) }
        let logLevel = value(.logLevel) { BerthSettings.LogLevel(rawValue: $0) }
        let start = value(.startTimeout, readDuration)
        let health = value(.healthInterval, readDuration)
        let grace = value(.stopGrace, readDuration)
        let wait = value(.launchWait, readDuration)
        let session = value(.sessionLifetime, readDuration)
        let disk = diskLimits()
        let keptLogs = value(.keptLogs) { Int($0).flatMap { (1...1000).contains($0) ? $0 : nil } }
        let quota = quota()
        let admission = admissionPolicy()
        let queueTimeout = queueTimeout()
        let idle = idleSettings()
        guard let state, let listen, let hub, let notebook, let oneOrigin, let socket, let profiles, let profile,
            let workspaces, let cluster, let secrets, let reach, let isolation, let adminAccess, let uidBase,
            let sharedUID,
            let gatewayUser, let certificate, let key, let proxies, let logFormat, let logLevel, let start, let health,
            let grace,
            let wait, let session, let disk, let keptLogs, let quota, let admission, let queueTimeout, let idle
        else { return nil }
        var tls: BerthSettings.TLSFiles?
        if let certificate, let key { tls = BerthSettings.TLSFiles(certificate: certificate, key: key) }
        return BerthSettings(
            stateDirectory: state, listen: listen, hubURL: hub, notebookURL: notebook, oneOriginAccepted: oneOrigin,
            dockerSocket: socket, profilesDirectory: profiles, defaultProfile: profile,
            workspacesDirectory: workspaces, clusterDirectory: cluster, secretsDirectory: secrets,
            registryCredentials: credentials, reach: reach,
            isolation: isolation,
            adminAccess: adminAccess, uidBase: uidBase, sharedUID: sharedUID, gatewayUser: gatewayUser, tls: tls,
            trustedProxies: proxies, logFormat: logFormat, logLevel: logLevel, startTimeout: start,
            healthInterval: health, stopGrace: grace,
            launchWait: wait, sessionLifetime: session, disk: disk,
            keptLogs: keptLogs, quota: quota, admission: admission, queueTimeout: queueTimeout, idle: idle)
    }

    private mutating func tlsFile(_ key: SettingsKey) -> String?? {
        guard let given = given[key], !given.value.isEmpty else { return .some(nil) }
        guard let path = path(key, otherwise: "") else { return nil }
        if surroundings.isReadable(path) { return .some(path) }
        report(key, "\(path) can't be read; expected \(key.row.expected)")
        return nil
    }
}

func readFlag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
}

/// Reads `127.0.0.1, 10.0.0.0/8`; nothing is an empty list.
private func readBlocks(_ text: String) -> [AddressBlock]? {
    let words = text.split { $0 == "," || $0 == " " }
    let ranges = words.compactMap { AddressBlock(String($0)) }
    return ranges.count == words.count ? ranges : nil
}

/// Ids above two thousand million mean something else to some tools.
private func readUID(_ text: String, from least: UInt32) -> UInt32? {
    guard let number = UInt32(text), (least...2_000_000_000).contains(number) else { return nil }
    return number
}

private func readUnprivilegedUser(_ text: String) -> String? {
    guard !text.isEmpty, text != "root", UInt32(text) != 0, !text.contains(where: { $0.isWhitespace || $0 == ":" })
    else { return nil }
    return text
}

/// Reads `500ms`, `90s`, `10m`, `2h`, `14d`.
func readDuration(_ text: String) -> Duration? { Duration(written: text) }
