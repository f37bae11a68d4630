/// What admission gave a generation of a server: told by its status from `launched` to its end.
package struct Reservation: Hashable, Sendable, Codable {
    package var resources: Resources
    /// The GPUs that are its alone.
    package var gpus: [String]

    package init(resources: Resources, gpus: [String] = []) {
        self.resources = resources
        self.gpus = gpus
    }
}
