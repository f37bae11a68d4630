/// How people and URLs name a server: its owner and its name.
package struct ServerKey: Hashable, Sendable, Codable, Comparable {
    package let owner: UserName
    package let name: ServerName

    package init(owner: UserName, name: ServerName = .default) {
        self.owner = owner
        self.name = name
    }

    /// Where the server is found below the base path, with both slashes: `/user/ada/`, `/user/ada/gpu/`.
    package var path: String {
        name.isDefault ? "/user/\(owner.pathSegment)/" : "/user/\(owner.pathSegment)/\(name)/"
    }

    package static func < (left: ServerKey, right: ServerKey) -> Bool {
        (left.owner, left.name) < (right.owner, right.name)
    }
}

extension ServerKey: CustomStringConvertible {
    /// JupyterHub's full name: `ada/` for the default server, `ada/gpu` for a named one.
    package var description: String { "\(owner)/\(name)" }
}
