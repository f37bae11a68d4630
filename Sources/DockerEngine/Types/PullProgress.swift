/// How far a pull or an import has come.
package struct PullProgress: Sendable, Equatable {
    /// What the engine says it is doing, like `Downloading`; the last line of an import is the image's id.
    package var status: String
    /// The layer (or tag) this is about, where it is about one.
    package var layer: String?
    /// Compressed bytes received so far, all layers together.
    package var received: Int64
    /// Compressed bytes of the layers known so far; 0 when none is known, and growing while layers begin.
    package var total: Int64

    package init(status: String, layer: String?, received: Int64, total: Int64) {
        self.status = status
        self.layer = layer
        self.received = received
        self.total = total
    }
}
