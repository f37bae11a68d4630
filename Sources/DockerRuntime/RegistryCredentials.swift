import DockerEngine
import Foundation
import Servers

/// The operator's credentials for private registries: a file in the format of Docker's `config.json`, read at each pull.
struct RegistryCredentials: Sendable {
    let path: String

    private struct File: Decodable {
        let auths: [String: Entry]?
    }

    private struct Entry: Decodable {
        /// `user:password` in base64.
        let auth: String?
        let username: String?
        let password: String?
        let identitytoken: String?
    }

    /// The login for the registry of `image`; nil where the file has none. Throws `RuntimeError.lacking` when the file is
    /// not there, not readable, or readable by others.
    func login(for image: String) throws -> RegistryLogin? {
        let registry = Self.registry(of: image)
        let auths = try read().auths ?? [:]
        guard let (key, entry) = auths.first(where: { Self.host($0.key) == registry }) else { return nil }
        if let token = entry.identitytoken, !token.isEmpty { return RegistryLogin(server: key, identityToken: token) }
        if let user = entry.username, let password = entry.password {
            return RegistryLogin(server: key, user: user, password: password)
        }
        let pair = entry.auth.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let colon = pair.firstIndex(of: ":") else {
            throw problem("the entry of \(key) holds no user and password")
        }
        return RegistryLogin(
            server: key, user: String(pair[..<colon]), password: String(pair[pair.index(after: colon)...]))
    }

    private func read() throws -> File {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? Int
        else { throw problem("there is no such file") }
        guard mode & 0o077 == 0 else { throw problem("others can read it; run chmod 600 on it") }
        guard let data = FileManager.default.contents(atPath: path) else { throw problem("it can't be read") }
        // What the decoder says may quote the file.
        guard let file = try? JSONDecoder().decode(File.self, from: data) else {
            throw problem("it is not in the format of Docker's config.json")
        }
        return file
    }

    private func problem(_ text: String) -> RuntimeError { .lacking("registry_credentials \(path): \(text)") }

    /// The registry that an image's name tells, `docker.io` where it tells none.
    static func registry(of image: String) -> String {
        guard let slash = image.firstIndex(of: "/") else { return defaultRegistry }
        let first = String(image[..<slash])
        return first == "localhost" || first.contains(where: { $0 == "." || $0 == ":" }) ? first : defaultRegistry
    }

    /// The host of a key, which may be a URL: `https://index.docker.io/v1/` is Docker's own.
    private static func host(_ key: String) -> String {
        let bare = key.replacing("https://", with: "").replacing("http://", with: "").prefix { $0 != "/" }
        return bare == "index.docker.io" ? defaultRegistry : String(bare)
    }

    private static let defaultRegistry = "docker.io"
}
