import Foundation
package import Servers

/// `GET api/status`.
package struct JupyterStatus: Hashable, Sendable, Decodable {
    package let started: JupyterTime
    package let lastActivity: JupyterTime
    package let kernels: Int
    /// WebSockets to kernels.
    package let connections: Int

    private enum CodingKeys: String, CodingKey {
        case started, kernels, connections
        case lastActivity = "last_activity"
    }
}

/// One of `GET api/kernels`.
package struct JupyterKernel: Hashable, Sendable, Decodable {
    package let id: String
    /// The kernel specification's: `python3`.
    package let name: String
    /// `idle`, `busy`, `starting` and others; nil where Jupyter tells none.
    package let executionState: String?
    package let lastActivity: JupyterTime?
    package let connections: Int?

    private enum CodingKeys: String, CodingKey {
        case id, name, connections
        case executionState = "execution_state"
        case lastActivity = "last_activity"
    }
}

/// One of `GET api/sessions`: a notebook or console with its kernel.
package struct JupyterSession: Hashable, Sendable, Decodable {
    package let id: String
    /// Relative to Jupyter's root directory.
    package let path: String
    package let name: String?
    /// `notebook`, `console`, `file`.
    package let type: String
    package let kernel: JupyterKernel?
}

/// One of `GET api/terminals`.
package struct JupyterTerminal: Hashable, Sendable, Decodable {
    package let name: String
    package let lastActivity: JupyterTime?

    private enum CodingKeys: String, CodingKey {
        case name
        case lastActivity = "last_activity"
    }
}

/// A moment as Jupyter writes it: ISO 8601, with or without fractions of a second.
package struct JupyterTime: Hashable, Sendable, Decodable {
    package let timestamp: Timestamp

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let plain = Date.ISO8601FormatStyle()
        guard let date = (try? plain.parse(text)) ?? (try? plain.time(includingFractionalSeconds: true).parse(text))
        else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time") }
        timestamp = Timestamp(date)
    }
}
