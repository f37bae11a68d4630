/// The images on the hub's machine; for admins.
extension HubClient {
    /// Maps to `GET /images`.
    package func images() async throws -> [ImageModel] {
        try await fetch([ImageModel].self, HubCall(.get, HubPaths.images))
    }

    /// The images that were removed, or would be. Maps to `POST /images/prune`.
    package func pruneImages(dryRun: Bool) async throws -> [ImageModel] {
        try await fetch([ImageModel].self, HubCall(.post, HubPaths.imagePrune).sending(ImagePrune(dryRun: dryRun)))
    }
}
