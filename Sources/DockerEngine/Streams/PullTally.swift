/// Adds up the bytes of a pull's layers from their progress lines. Pure.
struct PullTally: Equatable {
    /// A layer's bytes so far.
    private struct Layer: Equatable {
        var received: Int64 = 0
        var total: Int64 = 0
    }

    private var layers: [String: Layer] = [:]

    /// Compressed bytes received of all layers.
    var received: Int64 { layers.values.reduce(0) { $0 + $1.received } }

    /// Compressed bytes of all layers whose size is known by now; grows as layers begin.
    var total: Int64 { layers.values.reduce(0) { $0 + $1.total } }

    /// Takes one line. Extracting reports bytes too, of a layer that was received before: not counted.
    mutating func add(layer: String?, status: String, current: Int64?, total: Int64?) {
        guard let layer else { return }
        switch status {
        case "Downloading":
            let before = layers[layer, default: Layer()]
            // Bounded, so that no sum of layers overflows whatever was sent.
            let total = Self.sane(total ?? before.total)
            let received = Self.sane(current ?? before.received)
            layers[layer] = Layer(received: total > 0 ? min(received, total) : received, total: total)
        case "Verifying Checksum", "Download complete", "Extracting", "Pull complete":
            guard let known = layers[layer] else { return }
            let size = max(known.total, known.received)
            layers[layer] = Layer(received: size, total: size)
        default:
            return
        }
    }

    /// Between 0 and 1 TiB: more than any layer has.
    private static func sane(_ bytes: Int64) -> Int64 { min(max(bytes, 0), 1 << 40) }
}
