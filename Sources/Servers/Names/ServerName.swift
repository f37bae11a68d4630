/// The name of one of a user's servers: empty for the default one, else `[a-z0-9-]{1,32}` and not a first path
/// segment that Jupyter itself serves (a named server lives at `/user/<owner>/<name>/`).
package struct ServerName: Hashable, Sendable {
    package let value: String

    /// The default server's name: empty.
    package static let `default` = ServerName()

    private init() { value = "" }

    /// Checks `raw`; throws `InvalidValue` for field `server`.
    package init(_ raw: String) throws(InvalidValue) {
        guard raw.utf8.count <= 32, raw.utf8.allSatisfy(Self.isAllowed) else {
            throw InvalidValue(field: "server", value: raw, expected: "1 to 32 of a-z 0-9 and -")
        }
        guard !Self.reserved.contains(raw) else {
            throw InvalidValue(
                field: "server", value: raw, expected: "a name that is not an address of Jupyter or the API itself")
        }
        value = raw
    }

    package var isDefault: Bool { value.isEmpty }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }

    /// First path segments of Jupyter Server 2, JupyterLab 4, Notebook 6 and 7 and the common extensions; and what
    /// follows an empty name in the API.
    private static let reserved: Set<String> = [
        "api", "consoles", "custom", "doc", "edit", "favicon-ico", "files", "hub", "kernelspecs", "lab", "login",
        "logout", "lsp", "metrics", "nbclassic", "nbconvert", "nbextensions", "nbgitpuller", "notebooks", "nteract",
        "oauth-callback", "progress", "proxy", "resources", "rstudio", "services", "static", "terminals", "tree",
        "user", "view",
        "voila", "vscode",
    ]
}

extension ServerName: CustomStringConvertible, Comparable {
    package var description: String { value }
    package static func < (left: ServerName, right: ServerName) -> Bool { left.value < right.value }
}

extension ServerName: Codable {
    package init(from decoder: any Decoder) throws {
        let raw = try decoder.singleValueContainer().decode(String.self)
        if raw.isEmpty { self = .default } else { try self.init(raw) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
