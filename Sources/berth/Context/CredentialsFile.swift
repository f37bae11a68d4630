import Foundation
import HubAPI

extension HubCredentials {
    /// `credentials.json`: the hub that is asked unless told otherwise and its token, and the tokens of other hubs by
    /// their address: `{"url": "http://localhost:8000", "token": "…", "hubs": {"https://…": "…"}}`.
    struct File: Codable, Equatable, Sendable {
        var url: String?
        var token: String?
        var hubs: [String: String]?
    }
}

extension HubCredentials.File {
    /// The token for the hub at `address`; a token without an address is for any.
    func token(for address: String) -> String? {
        if url == nil || Self.same(url, address) { return token }
        return hubs?.first { Self.same($0.key, address) }?.value
    }

    /// Makes `address` the hub that is asked unless told otherwise.
    mutating func keep(_ token: String, for address: String) {
        var others = hubs ?? [:]
        if let url, let old = self.token { others[url] = old }
        others = others.filter { !Self.same($0.key, address) }
        self = Self(url: address, token: token, hubs: others.isEmpty ? nil : others)
    }

    /// Drops the token for `address`.
    mutating func forget(_ address: String) {
        if url == nil || Self.same(url, address) { token = nil }
        let others = (hubs ?? [:]).filter { !Self.same($0.key, address) }
        hubs = others.isEmpty ? nil : others
    }

    private static func same(_ left: String?, _ right: String) -> Bool {
        guard let left, let first = try? HubAddress(left), let second = try? HubAddress(right) else { return false }
        return first == second
    }

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
                advice: "It holds {\"url\": \"http://localhost:8000\", \"token\": \"…\"}; 'berth login' writes it.",
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

    /// Writes the file whole or not at all, 0600; a folder that is made is 0700.
    ///
    /// - Parameter asOwnerOfFolder: gives file and folder to whom the folder's own folder belongs to, which only root can.
    func write(to path: String, asOwnerOfFolder: Bool = false) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let manager = FileManager.default
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let problem = CommandFailure("\(path) can't be written", advice: "Its folder must belong to you.")
        do {
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let made = manager.createFile(
                atPath: temporary, contents: try encoder.encode(self), attributes: [.posixPermissions: 0o600])
            guard made else { throw problem }
            if asOwnerOfFolder {
                let owner = try manager.attributesOfItem(atPath: (folder as NSString).deletingLastPathComponent)
                let ownership = owner.filter { $0.key == .ownerAccountID || $0.key == .groupOwnerAccountID }
                for item in [temporary, folder] { try manager.setAttributes(ownership, ofItemAtPath: item) }
            }
        } catch {
            throw problem
        }
        guard rename(temporary, path) == 0 else { throw problem }
    }
}
