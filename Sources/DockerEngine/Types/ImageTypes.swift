/// What the engine knows of an image.
package struct ImageInspection: Codable, Sendable, Equatable {
    /// A digest, `sha256:…`.
    package var id: String
    /// Like `name:tag`.
    @OrEmpty package var repoTags: [String]
    /// Like `name@sha256:…`; what it was pulled as.
    @OrEmpty package var repoDigests: [String]
    package var created: EngineTime?
    /// Bytes on disk, layers shared with other images included.
    @OrEmpty package var size: Int64
    @OrEmpty package var architecture: String
    package var config: ContainerConfig?

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case repoTags = "RepoTags"
        case repoDigests = "RepoDigests"
        case created = "Created"
        case size = "Size"
        case architecture = "Architecture"
        case config = "Config"
    }
}

/// An image in a list.
package struct ImageSummary: Codable, Sendable, Equatable {
    package var id: String
    @OrEmpty package var repoTags: [String]
    @OrEmpty package var repoDigests: [String]
    @OrEmpty package var labels: [String: String]
    @OrEmpty package var size: Int64
    /// Seconds since 1970.
    @OrEmpty package var created: Int64

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case repoTags = "RepoTags"
        case repoDigests = "RepoDigests"
        case labels = "Labels"
        case size = "Size"
        case created = "Created"
    }
}
