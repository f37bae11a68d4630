/// A container in a list.
package struct ContainerSummary: Codable, Sendable, Equatable {
    package var id: String
    /// With a slash in front each.
    @OrEmpty package var rawNames: [String]
    /// What it was created from: a tag, or an id when the tag has moved.
    @OrEmpty package var image: String
    @OrEmpty package var imageID: String
    @OrEmpty package var labels: [String: String]
    package var state: ContainerStatus
    /// For people, like `Up 3 minutes`.
    @OrEmpty package var statusText: String
    /// Seconds since 1970.
    @OrEmpty package var created: Int64
    package var network: NetworkSettings?

    /// The first name, without the slash; empty when it has none.
    package var name: String {
        guard let first = rawNames.first else { return "" }
        return first.hasPrefix("/") ? String(first.dropFirst()) : first
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case rawNames = "Names"
        case image = "Image"
        case imageID = "ImageID"
        case labels = "Labels"
        case state = "State"
        case statusText = "Status"
        case created = "Created"
        case network = "NetworkSettings"
    }
}
