import GRDB
import Servers

/// A row of `pulled_images`.
struct PulledImageRecord: Record {
    static var databaseTableName: String { "pulled_images" }

    let digest: String
    let reference: String
    let pulledAt: Int64

    init(_ image: PulledImage) {
        digest = image.digest.value
        reference = image.reference
        pulledAt = image.pulledAt.microseconds
    }

    var image: PulledImage {
        PulledImage(
            digest: ImageDigest(digest), reference: reference, pulledAt: Timestamp(microseconds: pulledAt))
    }
}
