import Foundation
import HubAPI

/// Which hub to ask, and as whom.
struct HubCredentials: Equatable, Sendable {
    let address: HubAddress
    /// nil asks as nobody.
    let token: String?
    /// Where each came from, for `doctor`.
    let addressSource: String
    let tokenSource: String?

    /// What is asked when nothing says otherwise: a hub on this machine.
    static let defaultAddress = "http://localhost:8000"
}

/// What the command line says about credentials.
struct CredentialsChoice: Equatable, Sendable {
    var url: String?
    var tokenFile: String?
}

extension HubCredentials {
    /// A flag over the environment over the file over the default. A warning is a sentence for people.
    ///
    /// A token from the file goes only to the file's own hub: never to another one that a flag or the environment names.
    /// Throws `CommandFailure` for a file that can't be read or an address that is none.
    static func find(
        _ choice: CredentialsChoice, environment: [String: String], home: String
    ) throws -> (credentials: HubCredentials, warnings: [String]) {
        let path = filePath(environment: environment, home: home)
        let read = try HubCredentials.File.read(path)
        let (url, addressSource) = address(choice, environment, read?.file, path)
        var warnings = read?.warnings ?? []
        let token: (value: String, source: String)?
        if let file = choice.tokenFile {
            token = (try tokenText(in: file), "--token-file")
        } else if let value = environment["BERTH_TOKEN"], !value.isEmpty {
            token = (value, "$BERTH_TOKEN")
        } else if let value = read?.file.token(for: url) {
            token = (value, path)
        } else {
            token = nil
            if read?.file.token != nil {
                warnings.append("The token in \(path) is for another hub and is not sent to \(url).")
            }
        }
        let credentials = HubCredentials(
            address: try HubAddress(url), token: token?.value, addressSource: addressSource,
            tokenSource: token?.source)
        if credentials.token != nil, credentials.address.isExposed {
            warnings.append("\(url) is plain HTTP to another machine: the token can be read on the way. Use https.")
        }
        return (credentials, warnings)
    }

    static func filePath(environment: [String: String], home: String) -> String {
        let base = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.config"
        return base + "/berth/credentials.json"
    }

    private static func address(
        _ choice: CredentialsChoice, _ environment: [String: String], _ file: HubCredentials.File?, _ path: String
    ) -> (String, String) {
        if let url = choice.url { return (url, "--url") }
        if let url = environment["BERTH_URL"], !url.isEmpty { return (url, "$BERTH_URL") }
        if let url = file?.url { return (url, path) }
        return (defaultAddress, "the default")
    }

    private static func tokenText(in path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("The token file \(path) can't be read", status: .notAllowed)
        }
        return String(decoding: data.prefix(4096), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
