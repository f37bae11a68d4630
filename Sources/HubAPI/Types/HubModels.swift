/// `GET /hub/api/`: the version of JupyterHub's API that this one matches.
package struct VersionModel: Hashable, Sendable, Codable {
    package var version: String

    package init(version: String) { self.version = version }

    /// JupyterHub's version whose API is matched.
    package static let matched = "6.1.1"
}

/// `GET /hub/api/info`. `python` and `sys_executable` are there because clients expect the fields; Berth has neither.
package struct InfoModel: Hashable, Sendable, Codable {
    package var version: String
    package var berthVersion: String
    package var python: String
    package var sysExecutable: String
    package var spawner: Component
    package var authenticator: Component

    /// A part of the installation, in JupyterHub's form.
    package struct Component: Hashable, Sendable, Codable {
        package var name: String
        package var version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }

        private enum CodingKeys: String, CodingKey { case name = "class", version }
    }

    package init(berthVersion: String, spawner: Component, authenticator: Component) {
        version = VersionModel.matched
        self.berthVersion = berthVersion
        python = ""
        sysExecutable = "berth"
        self.spawner = spawner
        self.authenticator = authenticator
    }

    private enum CodingKeys: String, CodingKey {
        case version, python, spawner, authenticator
        case berthVersion = "berth_version"
        case sysExecutable = "sys_executable"
    }
}

/// One entry of `GET /hub/api/proxy`: where the gateway sends a path.
package struct RouteModel: Hashable, Sendable, Codable {
    package var routespec: String
    package var target: String
    package var data: Server

    package struct Server: Hashable, Sendable, Codable {
        package var user: String
        package var serverName: String

        package init(user: String, serverName: String) {
            self.user = user
            self.serverName = serverName
        }

        private enum CodingKeys: String, CodingKey {
            case user
            case serverName = "server_name"
        }
    }

    package init(routespec: String, target: String, data: Server) {
        self.routespec = routespec
        self.target = target
        self.data = data
    }
}
