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

extension HubCredentials {
    /// `credentials.json`: `{"url": "http://localhost:8000", "token": "…"}`.
    struct File: Codable, Equatable, Sendable {
        var url: String?
        var token: String?
    }
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
        let isFilesHub = read?.file.url == nil || same(read?.file.url, url)
        let token: (value: String, source: String)?
        if let file = choice.tokenFile {
            token = (try tokenText(in: file), "--token-file")
        } else if let value = environment["BERTH_TOKEN"], !value.isEmpty {
            token = (value, "$BERTH_TOKEN")
        } else if let value = read?.file.token, isFilesHub {
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

    private static func same(_ left: String?, _ right: String) -> Bool {
        guard let left, let first = try? HubAddress(left), let second = try? HubAddress(right) else { return false }
        return first == second
    }

    private static func tokenText(in path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("The token file \(path) can't be read", status: .notAllowed)
        }
        return String(decoding: data.prefix(4096), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension HubCredentials.File {
    /// nil when there is no file. Warns when others than its owner may read it.
    static func read(_ path: String) throws -> (file: HubCredentials.File, warnings: [String])? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                "\(path) can't be read", advice: "It must belong to you: chown it, and chmod 600.",
                status: .notAllowed)
        }
        guard let file = try? JSONDecoder().decode(HubCredentials.File.self, from: data) else {
            throw CommandFailure(
                "\(path) is not what it should be",
                advice: "It holds {\"url\": \"http://localhost:8000\", \"token\": \"…\"}.",
                status: .notAllowed)
        }
        return (file, warnings(path))
    }

    private static func warnings(_ path: String) -> [String] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 else { return [] }
        let shown = String(mode & 0o777, radix: 8)
        return ["\(path) holds a token and others may read it (mode \(shown)). Close it: chmod 600 \(path)"]
    }
}
